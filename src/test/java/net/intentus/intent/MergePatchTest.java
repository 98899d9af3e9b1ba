package net.intentus.intent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
  private static ObjectNode json(String text) {
    return (ObjectNode) Json.trusted(text.replace('\'', '"'));
  }

  /** The cases of RFC 7396, appendix A, whose document and patch are objects. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':'b'} | {'a':'c'} | {'a':'c'}",
        "{'a':'b'} | {'b':'c'} | {'a':'b','b':'c'}",
        "{'a':'b'} | {'a':null} | {}",
        "{'a':'b','b':'c'} | {'a':null} | {'b':'c'}",
        "{'a':['b']} | {'a':'c'} | {'a':'c'}",
        "{'a':'c'} | {'a':['b']} | {'a':['b']}",
        "{'a':{'b':'c'}} | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}",
        "{'a':[{'b':'c'}]} | {'a':[1]} | {'a':[1]}",
        "{'e':null} | {'a':1} | {'e':null,'a':1}",
        "{} | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}"
      })
  void mergesAsTheStandardSays(String document, String patch, String result) {
    ObjectNode before = json(document);
    assertThat(MergePatch.apply(before, json(patch))).isEqualTo(json(result));
    assertThat(before).isEqualTo(json(document));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':{'b':1}} | /a/b | true",
        "{'a':{'b':null}} | /a/b | true",
        "{'a':null} | /a/b | true",
        "{'a':[1]} | /a/0/b | true",
        "{'a':{'c':1}} | /a/b | false",
        "{} | /a | false",
        "{'a/b':{'~':1}} | /a~1b/~0 | true"
      })
  void knowsWhichPlacesAPatchDecides(String patch, String pointer, boolean decides) {
    assertThat(MergePatch.decides(json(patch), pointer)).isEqualTo(decides);
  }

  @Test
  void takesMembersOutAndLeavesArraysAlone() {
    ObjectNode document = json("{'a':{'b/c':1,'d':2},'e':[{'f':1}],'g':[1]}");
    assertThat(MergePatch.without(document, List.of("/a/b~1c", "/e/0/f", "/g/0", "/not/there")))
        .isEqualTo(json("{'a':{'d':2},'e':[{}],'g':[1]}"));
    assertThat(new String(Json.bytes(document), StandardCharsets.UTF_8)).contains("b/c");
  }
}
