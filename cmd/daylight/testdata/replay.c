/* replay SOURCE TARGET PLAN STEP END inserts the rows of one database into
 * another through SQLite's C API: prepared statements, one transaction for
 * every STEP sequence numbers. PLAN has three lines for each table: its
 * name, a SELECT with the first and the last number (exclusive) as parameters,
 * an INSERT with as many parameters as the SELECT has columns. Rows are read
 * before the clock runs. Prints wall seconds, CPU seconds and rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "sqlite3-binding.h"

#define MAX_TABLES 100

static sqlite3 *source, *target;

static void check(int rc, sqlite3 *db) {
  if (rc != SQLITE_OK && rc != SQLITE_DONE && rc != SQLITE_ROW) {
    fprintf(stderr, "replay: %s\n", sqlite3_errmsg(db));
    exit(1);
  }
}

static void run(sqlite3 *db, const char *sql) { check(sqlite3_exec(db, sql, 0, 0, 0), db); }

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static char *line(FILE *f) {
  static char buffer[65536];
  if (!fgets(buffer, sizeof buffer, f)) return 0;
  buffer[strcspn(buffer, "\n")] = 0;
  return strdup(buffer);
}

int main(int n, char **args) {
  sqlite3_stmt *selects[MAX_TABLES], *inserts[MAX_TABLES];
  sqlite3_value **values = 0;
  size_t room = 0;
  double wall = 0, cpu = 0;
  long long step, end, rows = 0;
  int tables = 0;
  FILE *plan;
  char *name;
  if (n != 6) return 2;
  check(sqlite3_open_v2(args[1], &source, SQLITE_OPEN_READWRITE, 0), source);
  check(sqlite3_open_v2(args[2], &target, SQLITE_OPEN_READWRITE, 0), target);
  run(target, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
              "PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=4000");
  plan = fopen(args[3], "r");
  run(source, line(plan)); /* what the SELECTs need first */
  while ((name = line(plan)) && tables < MAX_TABLES) {
    check(sqlite3_prepare_v2(source, line(plan), -1, &selects[tables], 0), source);
    check(sqlite3_prepare_v2(target, line(plan), -1, &inserts[tables], 0), target);
    tables++;
  }
  step = atoll(args[4]), end = atoll(args[5]);
  for (long long from = 0; from < end; from += step) {
    size_t held[MAX_TABLES], used = 0, at = 0;
    for (int t = 0; t < tables; t++) {
      int columns = sqlite3_column_count(selects[t]), rc;
      held[t] = 0;
      sqlite3_bind_int64(selects[t], 1, from);
      sqlite3_bind_int64(selects[t], 2, from + step >= end ? 0x7fffffffffffffff : from + step);
      while ((rc = sqlite3_step(selects[t])) == SQLITE_ROW) {
        if (used + columns > room) values = realloc(values, (room = 2 * room + 1000) * sizeof *values);
        for (int c = 0; c < columns; c++) values[used++] = sqlite3_value_dup(sqlite3_column_value(selects[t], c));
        held[t]++;
      }
      check(rc, source);
      sqlite3_reset(selects[t]);
    }
    double wall0 = now(CLOCK_MONOTONIC), cpu0 = now(CLOCK_THREAD_CPUTIME_ID);
    run(target, "BEGIN IMMEDIATE");
    for (int t = 0; t < tables; t++) {
      int columns = sqlite3_bind_parameter_count(inserts[t]);
      for (size_t r = 0; r < held[t]; r++, rows++) {
        for (int c = 0; c < columns; c++) {
          sqlite3_value *v = values[at++];
          switch (sqlite3_value_type(v)) { /* as a program binds its own values */
          case SQLITE_INTEGER: sqlite3_bind_int64(inserts[t], c + 1, sqlite3_value_int64(v)); break;
          case SQLITE_TEXT: sqlite3_bind_text(inserts[t], c + 1, (const char *)sqlite3_value_text(v), sqlite3_value_bytes(v), SQLITE_STATIC); break;
          case SQLITE_BLOB: sqlite3_bind_blob(inserts[t], c + 1, sqlite3_value_blob(v), sqlite3_value_bytes(v), SQLITE_STATIC); break;
          case SQLITE_FLOAT: sqlite3_bind_double(inserts[t], c + 1, sqlite3_value_double(v)); break;
          default: sqlite3_bind_null(inserts[t], c + 1);
          }
        }
        check(sqlite3_step(inserts[t]), target);
        check(sqlite3_reset(inserts[t]), target);
      }
    }
    run(target, "COMMIT");
    wall += now(CLOCK_MONOTONIC) - wall0, cpu += now(CLOCK_THREAD_CPUTIME_ID) - cpu0;
    for (size_t i = 0; i < used; i++) sqlite3_value_free(values[i]);
  }
  for (int t = 0; t < tables; t++) sqlite3_finalize(selects[t]), sqlite3_finalize(inserts[t]);
  double wall0 = now(CLOCK_MONOTONIC), cpu0 = now(CLOCK_THREAD_CPUTIME_ID);
  check(sqlite3_close(target), target);
  printf("%f %f %lld\n", wall + now(CLOCK_MONOTONIC) - wall0, cpu + now(CLOCK_THREAD_CPUTIME_ID) - cpu0, rows);
  return 0;
}
