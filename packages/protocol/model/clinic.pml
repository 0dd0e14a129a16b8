/*
 * The clinic: what it announces, and the reader of the site's log. Every transaction but the
 * frontier's ends by announcing the difference between what should be offered and what the site was
 * told.
 */

inline announce() {
  k = 0;
  do
  :: k < SLOTS ->
    set = plan[k];
    claimed = 0;
    for (j : 0 .. VISITS - 1) {
      if
      :: j < made && slot[j] == k && inBook[j] == LIVE && !online[j] ->
        set = set & ~LANES_TOUCHED(mask[j])
      :: else
      fi;
      if
      :: j < made && slot[j] == k && claim[j] != CLOSED ->
        claimed = claimed | LANES_TOUCHED(mask[j])
      :: else
      fi
    }
    excess = announced[k] & ~set & ~withdrawing[k] & ~claimed;
#ifdef M_OFFERED_UNDER_CLAIM
    missing = set & ~announced[k] & ~withdrawing[k];
#elif defined(M_OFFERED_UNDER_WITHDRAWAL)
    missing = set & (~announced[k] | withdrawing[k]) & ~claimed;
#else
    missing = set & ~announced[k] & ~withdrawing[k] & ~claimed;
#endif
#ifdef V_WITHDRAWN_UNDER_CLAIM
    excess = announced[k] & ~set & ~withdrawing[k];
#endif
    for (j : 0 .. 1) {
      if
      :: excess & (1 << j) -> cAppend(WITHDRAW, PLACE(j, k))
      :: else
      fi;
      if
      :: missing & (1 << j) -> cAppend(OFFER, PLACE(j, k))
      :: else
      fi
    }
#ifdef M_WITHDRAWN_AT_ONCE
    announced[k] = announced[k] & ~excess;
#else
    withdrawing[k] = withdrawing[k] | excess;
#endif
#ifdef M_OFFERED_UNDER_WITHDRAWAL
    withdrawing[k] = withdrawing[k] & ~missing;
#endif
    announced[k] = announced[k] | missing;
    k++
  :: else -> break
  od
}

/* taken: something that stands in the book takes one of the subjects in that slot. */
inline lookInBook(subjects, when, except) {
  taken = 0;
  for (j : 0 .. VISITS - 1) {
    if
    :: j < made && j != (except) && inBook[j] == LIVE && slot[j] == (when) &&
        (mask[j] & (subjects)) ->
      taken = 1
    :: else
    fi
  }
}

inline cutAnnounced(subjects, when) {
  announced[when] = announced[when] & ~LANES_TOUCHED(subjects)
}

/* Ended for ever; its mark at the site goes. */
inline endInBook(visit) {
  inBook[visit] = ENDED;
  if
  :: cBlock[visit] ->
    cBlock[visit] = 0;
#ifndef M_UNBLOCK_UNTOLD
    cAppend(UNBLOCK, visit)
#endif
  :: else
  fi
}

/* It goes in whatever stands there: it was promised. An override in its way is marked. */
inline insertSold(visit) {
  for (j : 0 .. VISITS - 1) {
    if
    :: j < made && j != visit && inBook[j] == LIVE && override[j] && COLLIDE(j, visit) ->
#ifndef M_CONFLICT_UNMARKED
      marked[j] = 1
#else
      skip
#endif
    :: else
    fi
  }
  inBook[visit] = LIVE
}

/* Free in the book, and still offered by what stands in it (open claims do not count). */
inline mayAccept(visit) {
  lookInBook(mask[visit], slot[visit], NOBODY);
#ifdef M_ACCEPTED_UNSEEN
  taken = 0;
#endif
  set = plan[slot[visit]];
  for (j : 0 .. VISITS - 1) {
    if
    :: j < made && slot[j] == slot[visit] && inBook[j] == LIVE && !online[j] ->
      set = set & ~LANES_TOUCHED(mask[j])
    :: else
    fi
  }
#ifdef M_ACCEPTED_UNSEEN
  set = 3;
#endif
  taken = taken || !(set & (1 << lane[visit]))
}

inline takeRequest(visit) {
  mayAccept(visit);
  if
  :: inBook[visit] != NONE
  :: inBook[visit] == NONE && taken -> cAppend(REJECT, visit)
  :: inBook[visit] == NONE && !taken ->
    cAppend(ACCEPT, visit);
#ifdef M_ACCEPT_BEFORE_COMMIT
    cHalf = 1;
#else
    insertSold(visit);
#endif
#ifdef M_OLD_ENDED_BY_ACCEPT
    if
    :: replaces[visit] != NOBODY && inBook[replaces[visit]] == LIVE ->
      inBook[replaces[visit]] = ENDED
    :: else
    fi
#endif
  fi
}

/* The old visit ends and the new one stands, in one record. */
inline settleMove(visit) {
  inBook[replaces[visit]] = ENDED;
  inBook[visit] = LIVE;
  cAppend(MOVE, visit)
}

inline claimWon(visit) {
  if
  :: claim[visit] == CLOSED
  :: claim[visit] != CLOSED ->
#if defined(M_CLAIM_COVERS_CHAIR)
    announced[slot[visit]] = announced[slot[visit]] & ~(mask[visit] & 3);
#elif !defined(M_ENDED_STILL_ANNOUNCED)
    cutAnnounced(mask[visit], slot[visit]);
#endif
    lookInBook(mask[visit], slot[visit], replaces[visit]);
    if
    :: replaces[visit] != NOBODY && inBook[replaces[visit]] != LIVE -> taken = 1
    :: else
    fi;
#ifdef M_CLAIM_INSERTS_UNSEEN
    taken = 0;
#endif
    if
    :: claim[visit] == ASKED && !taken && inBook[visit] == NONE ->
#ifdef M_CLAIM_IN_TWO
      cHalf = visit + 1
#else
      if
      :: replaces[visit] != NOBODY -> settleMove(visit)
      :: else -> inBook[visit] = LIVE
      fi
#endif
    :: else
    fi;
    claim[visit] = CLOSED
  fi
}

inline conflict(visit) {
  if
  :: claim[visit] != CLOSED ->
    cutAnnounced(mask[visit], slot[visit]);
    claim[visit] = CLOSED;
    lookInBook(mask[visit], slot[visit], visit);
#ifndef M_CONFLICT_UNMARKED
    marked[visit] = marked[visit] || (taken && inBook[visit] == LIVE)
#endif
  :: else
  fi
}

inline endByPatient(visit) {
  if
  :: inBook[visit] == LIVE -> endInBook(visit)
  :: else -> inBook[visit] = ENDED
  fi
}

inline takeBook(visit) {
  if
  :: inBook[visit] == NONE -> insertSold(visit)
  :: else
  fi
}

/* The effect of one record of the site. v: what it names. */
inline applyAtClinic(type, v) {
  if
  :: type == BOOK -> takeBook(v)
  :: type == REQUEST -> takeRequest(v)
  :: type == REBOOK ->
#ifdef M_REBOOK_SELLS_FIRST
    takeBook(v);
    checkVisits();
    endByPatient(replaces[v])
#else
    endByPatient(replaces[v]);
    takeBook(v)
#endif
  :: type == CANCEL -> endByPatient(v)
  :: type == CLAIM_OK -> claimWon(v)
  :: type == CLAIM_NO -> claim[v] = CLOSED
  :: type == CONFLICT -> conflict(v)
  :: type == WITHDRAWN ->
    announced[SLOT_AT(v)] = announced[SLOT_AT(v)] & ~(1 << LANE_AT(v));
    withdrawing[SLOT_AT(v)] = withdrawing[SLOT_AT(v)] & ~(1 << LANE_AT(v))
  :: type == FRONTIER_AT ->
#ifndef M_NEAR_NOT_RETURNED
    cFrontier = v
#else
    skip
#endif
  fi;
  if
  :: type != FRONTIER_AT -> announce()
  :: else
  fi
}

inline clinicStands(seq) {
  cCursor = seq;
#ifndef KEEP_LOG
  sLog[seq - 1] = 0 /* a record behind the cursor is dropped unread: forgetting it merges states */
#endif
}

#ifdef M_CLINIC_TAKES_ANY
#define CLINIC_TAKES(seq) (seq > 0)
#else
#define CLINIC_TAKES(seq) (seq == cCursor + 1)
#endif

proctype clinic() {
  byte q;
end:
  do
  :: atomic {
#ifndef ANY_RECORD
      linked && cCursor < sHead && !cHalf -> q = cCursor + 1;
#else
      sHead > 0 && !cHalf -> select(q : 1 .. sHead);
#endif
      d_step {
        if
        :: CLINIC_TAKES(q) ->
          I7_once_in_order = q == cApplied + 1;
          assert(I7_once_in_order);
          applyAtClinic(TYPE_OF(sLog[q - 1]), ARG_OF(sLog[q - 1]));
#ifdef M_CLINIC_SPLITS
          cApplied = q;
          cHalf = 1;
#else
          if
#ifdef M_ACCEPT_BEFORE_COMMIT
          :: cHalf
#endif
          :: else -> cApplied = q; clinicStands(q)
          fi;
#endif
          CHECK
        :: else
        fi;
        q = 0
      }
    }
#ifdef M_CLINIC_SPLITS
  :: d_step { cHalf -> cHalf = 0; clinicStands(cApplied); CHECK }
#endif
#ifdef M_ACCEPT_BEFORE_COMMIT
  :: d_step {
      cHalf ->
      cHalf = 0;
      insertSold(ARG_OF(sLog[cCursor]));
      cApplied = cCursor + 1;
      clinicStands(cApplied);
      announce();
      CHECK
    }
#endif
#ifdef M_CLAIM_IN_TWO
  :: d_step { cHalf -> inBook[cHalf - 1] = LIVE; cHalf = 0; announce(); CHECK }
#endif
  od
}
