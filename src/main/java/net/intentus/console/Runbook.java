package net.intentus.console;

/**
 * One runbook.
 *
 * @param slug last part of its address
 * @param summary its first paragraph, as text
 * @param html rendered; raw HTML of the source is escaped
 */
public record Runbook(String slug, String title, String summary, String html) {}
