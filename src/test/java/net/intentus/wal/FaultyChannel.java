package net.intentus.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file whose disk fails as {@link FaultyDisk} says. */
final class FaultyChannel extends FileChannel {
  private final FileChannel file;
  private final FaultyDisk faults;

  FaultyChannel(FileChannel file, FaultyDisk faults) {
    this.file = file;
    this.faults = faults;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    if (faults.failingForces > 0) {
      faults.failingForces--;
      throw new IOException("the disk does not answer");
    }
    file.force(metaData);
  }

  @Override
  public int write(ByteBuffer bytes, long position) throws IOException {
    if (faults.full()) {
      throw new IOException("the disk is full");
    }
    if (faults.torn) {
      faults.torn = false;
      ByteBuffer part = bytes.slice(0, bytes.remaining() / 2);
      file.write(part, position);
      throw new IOException("the disk is full");
    }
    return file.write(bytes, position);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    file.truncate(size);
    return this;
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }

  @Override
  public int read(ByteBuffer bytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long read(ByteBuffer[] bytes, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int write(ByteBuffer bytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] bytes, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long position() {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileChannel position(long newPosition) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long size() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int read(ByteBuffer bytes, long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}
