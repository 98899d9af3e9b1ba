package net.intentus.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
  private static final AddressRules NONE = AddressRules.parse(List.of());

  private static InetAddress ip(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.0.1",
        "169.254.169.254",
        "168.63.129.16",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::1",
        "2002:7f00:1::1",
        "2002:a9fe:a9fe::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "fc00::1",
        "fd00:ec2::254",
        "fd12:3456::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
        "100::1",
        "2001:db8::1",
        "2a00:1450::5efe:10.0.0.1",
        "2a00:1450::200:5efe:7f00:1",
      })
  void refusesWhatIsNoPublicAddress(String address) throws UnknownHostException {
    assertThat(NONE.refusal("agent.example", ip(address), 80)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450:4001::1",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
        "::ffff:8.8.8.8",
      })
  void allowsPublicAddresses(String address) throws UnknownHostException {
    assertThat(NONE.refusal("agent.example", ip(address), 80)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, 127.0.0.1, 80",
    "127.0.0.1:8080, 127.0.0.1, 127.0.0.1, 8080",
    "127.0.0.1, localhost, 127.0.0.1, 9",
    "localhost, localhost, 127.0.0.1, 80",
    "LocalHost, localhost., 127.0.0.1, 80",
    "localhost:81, localhost, ::1, 81",
    "::1, ::1, ::1, 443",
    "[::1], [::1], ::1, 443",
    "[::1]:8443, [::1], ::1, 8443",
    "10.1.0.0/16, db.internal, 10.1.255.3, 1",
    "10.0.0.0/8, x, 10.9.8.7, 1",
    "0.0.0.0/0, x, 169.254.169.254, 1",
    "172.16.0.0/13, x, 172.23.255.255, 1",
    "fd00::/8, x, fd00:ec2::254, 1",
    "127.0.0.0/8, x, ::ffff:127.0.0.1, 1",
  })
  void anEntryAllows(String entry, String host, String address, int port)
      throws UnknownHostException {
    assertThat(NONE.refusal(host, ip(address), port)).isNotNull();
    assertThat(AddressRules.parse(List.of(entry)).refusal(host, ip(address), port)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, 127.0.0.1, 127.0.0.1, 8081",
    "127.0.0.1, localhost, 127.0.0.2, 80",
    "localhost:81, localhost, 127.0.0.1, 82",
    "localhost, evil.localhost, 127.0.0.1, 80",
    "localhost, notlocalhost, 127.0.0.1, 80",
    "[::1]:8443, ::1, ::1, 8444",
    "10.1.0.0/16, x, 10.2.0.0, 1",
    "172.16.0.0/13, x, 172.24.0.0, 1",
    "0.0.0.0/0, x, ::1, 1",
    "::/0, x, 127.0.0.1, 1",
  })
  void anEntryAllowsNothingElse(String entry, String host, String address, int port)
      throws UnknownHostException {
    assertThat(AddressRules.parse(List.of(entry)).refusal(host, ip(address), port)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/", "10.0.0/8", "::/129", "host:0",
        "host:65536", "host:x", "http://host", "a b", "0x7f.1", "2130706433", "127.1", "010.0.0.1",
        "[::1", "*.example",
      })
  void refusesEntriesOfNoKnownForm(String entry) {
    assertThatThrownBy(() -> AddressRules.parse(List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void trimsEntries() throws UnknownHostException {
    assertThat(AddressRules.parse(List.of(" 127.0.0.1 ")).refusal("x", ip("127.0.0.1"), 1))
        .isNull();
  }
}
