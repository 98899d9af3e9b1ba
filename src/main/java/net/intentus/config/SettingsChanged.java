package net.intentus.config;

/**
 * Settings have changed while the server runs. Fired to observers on the thread that changes them;
 * each takes over what {@link LiveSettings} says can change, at once and as a whole, and does not
 * fail.
 *
 * @param settings all of them; those that cannot change count at the next start only
 */
public record SettingsChanged(Settings settings) {}
