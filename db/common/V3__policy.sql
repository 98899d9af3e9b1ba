-- Every version of the policy document; the highest is in force.
CREATE TABLE policy_document (
    version    BIGINT       NOT NULL PRIMARY KEY,
    document   VARCHAR      NOT NULL,
    created_at BIGINT       NOT NULL,
    created_by VARCHAR(256) NOT NULL
);
