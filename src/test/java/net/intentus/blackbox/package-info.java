/**
 * The server as its users see it: over HTTP, as a process, with agents outside that count calls.
 */
package net.intentus.blackbox;
