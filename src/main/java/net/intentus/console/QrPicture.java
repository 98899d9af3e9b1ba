package net.intentus.console;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code (ISO/IEC 18004) as one path of an SVG, so that it needs neither a script nor an image
 * that somebody could keep.
 *
 * @param size width and height of the picture in modules, the quiet zone of four around it included
 * @param path its dark modules
 */
public record QrPicture(int size, String path) {
  private static final int QUIET = 4;

  /** The picture of that text. */
  static QrPicture of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + QUIET).append(' ').append(y + QUIET).append("h1v1h-1z");
        }
      }
    }
    return new QrPicture(code.size + 2 * QUIET, path.toString());
  }
}
