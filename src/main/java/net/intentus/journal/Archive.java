package net.intentus.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Where executions go before they are deleted. Belongs to one run. */
interface Archive extends Closeable {
  /** Nothing is archived. */
  Archive NONE =
      new Archive() {
        @Override
        public List<String> add(List<String> ids) {
          return ids;
        }

        @Override
        public boolean seal() {
          return false;
        }

        @Override
        public void close() {
          // nothing was opened
        }
      };

  /**
   * Writes them, not durably yet.
   *
   * @return those that may be deleted once the archive is sealed; what cannot be read is not among
   *     them
   */
  List<String> add(List<String> ids) throws IOException;

  /**
   * Makes everything added so far as durable as the file system can, with a manifest that names it.
   *
   * @return whether there is an archive
   */
  boolean seal() throws IOException;
}
