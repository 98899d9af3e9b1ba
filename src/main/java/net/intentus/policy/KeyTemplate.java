package net.intentus.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What calls are counted under: text with names in braces. */
record KeyTemplate(List<String> pieces) {
  private static final Set<String> NAMES =
      Set.of("tenant", "subject", "key", "intent", "agent", "address");

  /** Every second piece is what stood in braces. */
  static KeyTemplate of(String text) {
    List<String> pieces = new ArrayList<>();
    int at = 0;
    while (true) {
      int open = text.indexOf('{', at);
      int close = open < 0 ? -1 : text.indexOf('}', open);
      if (close < 0) {
        pieces.add(text.substring(at));
        return new KeyTemplate(List.copyOf(pieces));
      }
      pieces.add(text.substring(at, open));
      pieces.add(text.substring(open + 1, close));
      at = close + 1;
    }
  }

  /** Whether all braces are in pairs and hold names that exist. */
  boolean valid() {
    for (int i = 0; i < pieces.size(); i++) {
      String piece = pieces.get(i);
      boolean good =
          i % 2 == 1 ? NAMES.contains(piece) : piece.indexOf('{') < 0 && piece.indexOf('}') < 0;
      if (!good) {
        return false;
      }
    }
    return true;
  }

  /** What is missing is empty; a name that does not exist stays as it is. */
  String fill(PolicyContext context, @Nullable String agent) {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      String piece = pieces.get(i);
      if (i % 2 == 0) {
        key.append(piece);
      } else if (NAMES.contains(piece)) {
        String value = value(piece, context, agent);
        key.append(value == null ? "" : value);
      } else {
        key.append('{').append(piece).append('}');
      }
    }
    return key.toString();
  }

  private static @Nullable String value(
      String name, PolicyContext context, @Nullable String agent) {
    return switch (name) {
      case "tenant" -> context.tenant();
      case "subject" -> context.subject();
      case "key" -> context.key();
      case "intent" -> context.intent();
      case "agent" -> agent;
      default -> context.address();
    };
  }
}
