/**
 * What black-box tests stand on: the real server as a child process, a real PostgreSQL, a client.
 */
package net.intentus.harness;
