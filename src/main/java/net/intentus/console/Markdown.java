package net.intentus.console;

import java.util.List;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Turns a runbook's Markdown into HTML that can't carry HTML of its own. Thread-safe. */
final class Markdown {
  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .escapeHtml(true)
          .sanitizeUrls(true)
          .attributeProviderFactory(context -> Markdown::linkBetweenRunbooks)
          .build();

  private Markdown() {}

  static Runbook runbook(String slug, String markdown) {
    Node document = PARSER.parse(markdown);
    Heading title = first(document, Heading.class);
    Paragraph summary = first(document, Paragraph.class);
    return new Runbook(
        slug,
        title == null ? slug : text(title),
        summary == null ? "" : text(summary),
        RENDERER.render(document));
  }

  /** Files link to each other by file name; pages by address. */
  private static void linkBetweenRunbooks(Node node, String tag, Map<String, String> attributes) {
    String target = attributes.get("href");
    if (node instanceof Link && target != null && target.matches("[A-Za-z0-9_-]+\\.md(#.*)?")) {
      attributes.put("href", "/console/runbooks/" + target.replaceFirst("\\.md", ""));
    }
  }

  private static <T extends Node> @org.jspecify.annotations.Nullable T first(
      Node document, Class<T> type) {
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (type.isInstance(node)) {
        return type.cast(node);
      }
    }
    return null;
  }

  private static String text(Node node) {
    StringBuilder text = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(SoftLineBreak part) {
            text.append(' ');
          }
        });
    return text.toString();
  }
}
