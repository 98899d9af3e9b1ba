-- Keys wrapped with the master key: nonce, ciphertext and tag of AES-256-GCM.
CREATE TABLE key_ring (
    id         VARCHAR(64)    NOT NULL PRIMARY KEY,
    purpose    VARCHAR(32)    NOT NULL,
    wrapped    BYTEA          NOT NULL,
    created_at BIGINT         NOT NULL
);
