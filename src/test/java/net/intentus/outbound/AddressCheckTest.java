package net.intentus.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressCheckTest {
  /** Literals resolve to themselves, the rest as listed, as a name server would say. */
  private static InetAddress[] names(String host) throws UnknownHostException {
    InetAddress literal = Literals.parse(host);
    if (literal != null) {
      return new InetAddress[] {literal};
    }
    return switch (host) {
      case "public.example" -> new InetAddress[] {InetAddress.getByName("1.1.1.1")};
      case "inside.example" -> new InetAddress[] {InetAddress.getByName("10.0.0.5")};
      case "mixed.example" ->
          new InetAddress[] {InetAddress.getByName("10.0.0.5"), InetAddress.getByName("1.1.1.1")};
      default -> throw new UnknownHostException(host);
    };
  }

  private final AddressCheck check =
      new AddressCheck(AddressRules.parse(List.of()), AddressCheckTest::names);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://public.example/agent?x=1", "http://1.1.1.1", "http://1.1.1.1:8080/",
        "HTTPS://public.example:65535/a", "https://[2606:4700::1111]/", "http://mixed.example/",
      })
  void acceptsPublicUrls(String address) {
    assertThat(check.check(address)).isEmpty();
  }

  @Test
  void acceptsAHostThatDoesNotResolveYet() {
    assertThat(check.check("https://later.example/agent")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "agent",
        "/agent",
        "ftp://public.example/",
        "file:///etc/passwd",
        "http:",
        "http://",
        "http:///x",
        "mailto:a@b",
        "http://user@public.example/",
        "http://u:p@public.example/",
        "http://public.example/#part",
        "http://public.example:0/",
        "http://public.example:65536/",
        "http://public.example:-1/",
        "http://a b/",
        "http://public.example\\@10.0.0.1/",
        "http://[::1%25eth0]/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://127.0.1/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://[::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://0x7f.0.0.1/",
        "http://127.0.0.1./",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://inside.example/",
        "http://0/",
        "http://1.2.3/",
        "http://1.2.3.4.5/",
      })
  void refusesEverythingElse(String address) {
    assertThat(check.check(address)).isPresent();
  }

  @Test
  void refusesEndlessAddresses() {
    assertThat(check.check("https://public.example/" + "a".repeat(3000))).isPresent();
  }

  @Test
  void acceptsWhatTheOperatorAllows() {
    AddressCheck allowing =
        new AddressCheck(AddressRules.parse(List.of("10.0.0.5:8080")), AddressCheckTest::names);
    assertThat(allowing.check("http://inside.example:8080/")).isEmpty();
    assertThat(allowing.check("http://inside.example:8081/")).isPresent();
  }
}
