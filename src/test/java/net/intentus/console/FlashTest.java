package net.intentus.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlashTest {

  @Test
  void saysWhatWasDoneToWhat() {
    String cookie = Flash.value("registered", "a; b%<c>");

    assertThat(cookie).matches("[\\x21-\\x7e&&[^;,\"\\\\]]+");
    assertThat(Flash.read(cookie).text()).startsWith("Agent a; b%<c> is registered");
  }

  @Test
  void saysNothingThatItDoesNotKnow() {
    assertThat(Flash.read("call.0900-evil")).isNull();
    assertThat(Flash.read("registered.%zz")).isNull();
    assertThat(Flash.read("registered")).isNull();
    assertThat(Flash.read(null)).isNull();
  }
}
