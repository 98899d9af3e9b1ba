-- Budgets as they were put, and how often any of them was changed. One row a budget, one row in all.
CREATE TABLE budget (
    id         VARCHAR(128)  NOT NULL PRIMARY KEY,
    document   VARCHAR(4000) NOT NULL,
    generation BIGINT        NOT NULL,
    revision   BIGINT        NOT NULL,
    updated_at BIGINT        NOT NULL
);
CREATE TABLE budget_version (
    id      INTEGER NOT NULL PRIMARY KEY,
    version BIGINT  NOT NULL
);
INSERT INTO budget_version (id, version) VALUES (1, 0);

-- What was used and is held back under a budget in one of its windows, and the most that one call took.
CREATE TABLE budget_window (
    id              VARCHAR(300) NOT NULL PRIMARY KEY,
    budget_id       VARCHAR(128) NOT NULL,
    used_micros     BIGINT       NOT NULL,
    used_tokens     BIGINT       NOT NULL,
    used_calls      BIGINT       NOT NULL,
    held_micros     BIGINT       NOT NULL,
    held_tokens     BIGINT       NOT NULL,
    held_calls      BIGINT       NOT NULL,
    most_micros     BIGINT       NOT NULL,
    most_tokens     BIGINT       NOT NULL,
    spenders        INTEGER      NOT NULL,
    forget_at       BIGINT       NOT NULL
);
CREATE INDEX budget_window_budget ON budget_window (budget_id);
CREATE INDEX budget_window_forget ON budget_window (forget_at);

-- What one call holds back in one window, and what it took in the end. Settled ones stay for a while,
-- so that a settlement is never made twice and a recovered execution learns of it.
CREATE TABLE budget_hold (
    id            VARCHAR(400)  NOT NULL PRIMARY KEY,
    execution_id  VARCHAR(36)   NOT NULL,
    attempt       INTEGER       NOT NULL,
    window_id     VARCHAR(300)  NOT NULL,
    tenant        VARCHAR(256)  NOT NULL,
    intent_name   VARCHAR(1024) NOT NULL,
    agent         VARCHAR(1024) NOT NULL,
    held_micros   BIGINT        NOT NULL,
    held_tokens   BIGINT        NOT NULL,
    floor_micros  BIGINT        NOT NULL,
    settled       BOOLEAN       NOT NULL,
    used_micros   BIGINT        NOT NULL,
    used_input    BIGINT        NOT NULL,
    used_output   BIGINT        NOT NULL,
    expires_at    BIGINT        NOT NULL
);
CREATE INDEX budget_hold_execution ON budget_hold (execution_id);
CREATE INDEX budget_hold_expiry ON budget_hold (settled, expires_at);

-- Who used how much of a window.
CREATE TABLE budget_spend (
    id          VARCHAR(400)  NOT NULL PRIMARY KEY,
    window_id   VARCHAR(300)  NOT NULL,
    tenant      VARCHAR(256)  NOT NULL,
    intent_name VARCHAR(1024) NOT NULL,
    agent       VARCHAR(1024) NOT NULL,
    micros      BIGINT        NOT NULL,
    tokens      BIGINT        NOT NULL,
    calls       BIGINT        NOT NULL
);
CREATE INDEX budget_spend_window ON budget_spend (window_id);
