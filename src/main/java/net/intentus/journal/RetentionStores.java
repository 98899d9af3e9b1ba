package net.intentus.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What a pass works on. */
@Singleton
class RetentionStores {
  final RetentionRunStore runs;
  final RetentionStore rows;
  final PartitionStore partitions;

  @Inject
  RetentionStores(RetentionRunStore runs, RetentionStore rows, PartitionStore partitions) {
    this.runs = runs;
    this.rows = rows;
    this.partitions = partitions;
  }
}
