package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.intentus.harness.Api;

/** Somebody who is signed in to the console with a browser that does what it is told. */
final class Person {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final Api api;
  private final String cookie;
  private final String csrf;

  private Person(Api api, String cookie, String csrf) {
    this.api = api;
    this.cookie = cookie;
    this.csrf = csrf;
  }

  /** Tries to sign in; the answer is what it is. */
  static Api.Reply attempt(Api api, String name, String password) {
    return api.as("")
        .send(
            "POST",
            "/console/login",
            BodyPublishers.ofString(
                "username=" + Api.encode(name) + "&password=" + Api.encode(password)),
            "Content-Type",
            "application/x-www-form-urlencoded");
  }

  /** Signs in. */
  static Person signIn(Api api, String name, String password) {
    Api.Reply reply = attempt(api, name, password);
    assertThat(reply.status()).as("%s", reply).isEqualTo(303);
    String cookie = reply.header("Set-Cookie").split(";", 2)[0];
    Matcher token = TOKEN.matcher(api.as("").get("/console/sessions", "Cookie", cookie).body());
    assertThat(token.find()).isTrue();
    return new Person(api.as(""), cookie, token.group(1));
  }

  /** Asks for a page. */
  Api.Reply get(String path) {
    return api.get(path, "Cookie", cookie);
  }

  /** Sends a form as a page of ours would. */
  Api.Reply post(String path, String form) {
    return post(path, form, csrf);
  }

  /** Sends a form with that token. */
  Api.Reply post(String path, String form, String token) {
    return api.send(
        "POST",
        path,
        BodyPublishers.ofString(form),
        "Content-Type",
        "application/x-www-form-urlencoded",
        "Cookie",
        cookie,
        "X-CSRF-Token",
        token);
  }
}
