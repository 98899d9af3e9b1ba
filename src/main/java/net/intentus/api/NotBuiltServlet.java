package net.intentus.api;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import net.intentus.intent.ErrorCode;

/** The entrances that the contract describes and this version does not have. */
public class NotBuiltServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ServletProblems.write(
        request,
        response,
        Problem.of(ErrorCode.NOT_SUPPORTED, "This version does not support this entrance yet."),
        request.getRequestURI());
  }
}
