/*
 * The ownership log between one practice's book (clinic) and the booking site.
 *
 * One atomic block is one database transaction, so that a crash can fall between any two. What is
 * durable and what is volatile stand apart below. With ANY_RECORD a reader is handed any record up
 * to the head, any number of times; without it only the next one, since it drops all others unread.
 * Bounds, mutants (M_...) and variants (V_...) are given as macros: see runs.ts.
 */

#ifndef SLOTS
#define SLOTS 2 /* stretches of time, in order: what lies before the frontier is near */
#endif
#ifndef VISITS
#define VISITS 3
#endif
#ifndef STAFF_OPS
#define STAFF_OPS 2
#endif
#ifndef SITE_OPS
#define SITE_OPS 2
#endif
#ifndef CRASHES
#define CRASHES 0
#endif
#ifndef FRONTIER
#define FRONTIER 1 /* slots below it are near at the start */
#endif
#ifndef PLAN
#define PLAN 3 /* lanes that are planned, announced and standing in every slot at the start */
#endif
#ifndef LOG
#define LOG 16
#endif
#ifndef FLAPS
#define FLAPS 2 /* how often the linked breaks, in the runs of liveness */
#endif

/*
 * Subjects are bits: chair 0 is 1, chair 1 is 2, the practitioner is 4. A lane is the practitioner
 * in one chair; a set of lanes has the bits of its chairs. An offer of a lane binds both subjects.
 */
#define ALL_SUBJECTS 7
#define SUBJECTS_OF(lane) ((1 << (lane)) | 4)
#define LANES_TOUCHED(mask) (((mask) & 4) -> 3 : ((mask) & 3))
#define BOUND_BY(lanes) ((lanes) | ((lanes) -> 4 : 0))

/* A record is one byte: its type, and a visit, a lane in a slot, or a frontier. */
#define RECORD(type, arg) (((type) << 3) | (arg))
#define TYPE_OF(record) ((record) >> 3)
#define ARG_OF(record) ((record) & 7)
#define PLACE(lane, slot) ((slot) * 2 + (lane))
#define LANE_AT(place) ((place) & 1)
#define SLOT_AT(place) ((place) >> 1)

#define OFFER 1
#define WITHDRAW 2
#define CLAIM 3
#define BLOCK 4
#define UNBLOCK 5
#define ACCEPT 6
#define REJECT 7
#define CANCEL 8
#define OVERRIDE 9
#define MOVE 10

#define BOOK 11
#define REQUEST 12
#define REBOOK 13
#define CLAIM_OK 14
#define CLAIM_NO 15
#define CONFLICT 16
#define WITHDRAWN 17
#define FRONTIER_AT 18

/* States of a visit, at either end. ENDED is its tombstone. */
#define NONE 0
#define PENDING 1
#define LIVE 2
#define ENDED 3

/* A visit for which something holds, chosen freely. */
#if VISITS > 3
#define ANY(C) (C(0) || C(1) || C(2) || C(3))
#define CHOOSE(v, C) if :: C(0) -> v = 0 :: C(1) -> v = 1 :: C(2) -> v = 2 :: C(3) -> v = 3 fi
#elif VISITS > 2
#define ANY(C) (C(0) || C(1) || C(2))
#define CHOOSE(v, C) if :: C(0) -> v = 0 :: C(1) -> v = 1 :: C(2) -> v = 2 fi
#else
#define ANY(C) (C(0) || C(1))
#define CHOOSE(v, C) if :: C(0) -> v = 0 :: C(1) -> v = 1 fi
#endif

/* States of a claim. It is named after the visit that is meant. */
#define CLOSED 0
#define ASKED 1
#define ABANDONED 2

#define NOBODY 7 /* no visit is replaced */

/* What a visit is. Written once, by whom makes it; it travels in the records that name it. */
byte made;
byte mask[VISITS];
byte slot[VISITS];
byte lane[VISITS];
byte replaces[VISITS];
bit online[VISITS];
bit override[VISITS];

/* The clinic, durable. */
byte cLog[LOG];
byte cHead;
byte cCursor; /* how far the site's log is applied */
byte cFrontier;
byte plan[SLOTS];
byte announced[SLOTS];
byte withdrawing[SLOTS];
byte inBook[VISITS];
byte claim[VISITS];
bit marked[VISITS]; /* a conflict that a person must see */
bit cBlock[VISITS];

/* The site, durable. */
byte sLog[LOG];
byte sHead;
byte sCursor; /* how far the clinic's log is applied */
byte sFrontier;
byte standing[SLOTS];
byte sold[VISITS];
bit sBlock[VISITS];

/* Volatile: a crash or a lost connection forgets it. */
bit linked;
byte cHalf; /* only in mutants that spread one change over two transactions */
byte sHalf;

/* Budgets of the search. */
byte staffOps;
byte siteOps;
byte crashes;

/* Ghosts: what was applied last, whatever the cursor says. */
byte cApplied;
byte sApplied;

/* Scratch of one transaction: never read before it is written. */
hidden byte i;
hidden byte j;
hidden byte k;
hidden byte set;
hidden byte claimed;
hidden byte excess;
hidden byte missing;
hidden byte taken;

inline cAppend(type, arg) {
  assert(cHead < LOG);
  cLog[cHead] = RECORD(type, arg);
  cHead++
}

inline sAppend(type, arg) {
  assert(sHead < LOG);
  sLog[sHead] = RECORD(type, arg);
  sHead++
}

#include "checks.pml"
#include "clinic.pml"
#include "staff.pml"
#include "site.pml"

/* The connection, and crashes. What was under way is lost; what was committed is not. */
inline crashClinic() {
  cHalf = 0;
#ifdef M_CLAIM_FORGOTTEN
  for (i : 0 .. VISITS - 1) { claim[i] = CLOSED }
#endif
}

inline crashSite() {
  sHalf = 0;
#ifdef M_FRONTIER_FORGOTTEN
  sFrontier = FRONTIER;
#endif
}

#ifdef LIVENESS
/* It breaks a number of times and then stays. */
proctype world() {
  byte flaps;
end:
  do
  :: atomic { flaps < FLAPS && linked -> linked = 0; flaps++ }
#ifdef M_LINK_STAYS_DOWN
  :: atomic { !linked -> linked = 1 }
  :: atomic { !linked -> break }
#else
  :: atomic { !linked -> linked = 1 }
#endif
  :: atomic { flaps == FLAPS && linked -> break }
  od
}
#else
proctype world() {
end:
  do
  :: d_step { crashes < CRASHES -> crashes++; crashClinic(); CHECK }
  :: d_step { crashes < CRASHES -> crashes++; crashSite(); CHECK }
  od
}
#endif

init {
  d_step {
    for (i : 0 .. SLOTS - 1) {
      plan[i] = PLAN;
      announced[i] = PLAN;
      standing[i] = PLAN
    }
    for (i : 0 .. VISITS - 1) { replaces[i] = NOBODY }
    cFrontier = FRONTIER;
    sFrontier = FRONTIER;
    linked = 1
  }
  atomic { run world(); run staff(); run patients(); run clinic(); run site() }
}

#ifdef LIVENESS
/* Confirmed to the patient and not ended leads to: in the book. And the link drains. */
#define sure (online[0] && sold[0] == LIVE)
#define settled (sold[0] == ENDED || inBook[0] == LIVE || inBook[0] == ENDED)
#define delivered (cCursor == sHead && sCursor == cHead)
ltl arrives { [] ((sure -> <> settled)) && []<> delivered }
#endif
