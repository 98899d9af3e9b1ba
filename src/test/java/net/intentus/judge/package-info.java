/** Agents outside the server that count what they are asked, for tests that drive it over HTTP. */
package net.intentus.judge;
