/** Named maximums of the wire: what is larger is refused as `bad-frame` or halts, never cut. */
export const MAX_RECORDS_PER_DATA = 100;
/** Characters of one entry's JSON text. A catalogue of 200 practitioners is about 200,000. */
export const MAX_BODY_LENGTH = 1_000_000;
/** Bytes of one frame. */
export const MAX_FRAME_BYTES = 8_000_000;
/** Characters of records' bodies that one DATA frame aims to stay under. */
export const DATA_BODY_BUDGET = 1_000_000;
export const MAX_OCCUPANCIES = 200;
export const MAX_SUBJECTS = 50;
/** Rows of one part of a snapshot, and parts of one snapshot. */
export const MAX_SNAPSHOT_ROWS = 500;
export const MAX_SNAPSHOT_PARTS = 1_000;
/** Pieces of one offer that a snapshot may hold. */
export const MAX_OPEN_PIECES = 500;
export const MAX_LEFT_BOOKINGS = 500;
export const MAX_SEALED_LENGTH = 8_192;
/** Sealed parts of one answer to a LOOKUP. */
export const MAX_LOOKUP_PARTS = 20;
/** Visits that one answer may tell. */
export const MAX_LOOKUP_VISITS = 50;
export const MAX_NAME_LENGTH = 200;
export const MAX_TEXT_LENGTH = 4_000;
/** Characters of one clinic's logo in base64, and of all logos of a practice together. */
export const MAX_LOGO_LENGTH = 135_000;
export const MAX_LOGOS_LENGTH = 500_000;
/** Organisations, companies, clinics, practitioners, resources, templates … of one practice. */
export const MAX_CATALOG_ITEMS = 2_000;
/** Longest stretch that one offer, claim or visit may cover, hours. */
export const MAX_INTERVAL_HOURS = 48;
/** Where no WebSocket passes, a request hangs at the site so long for frames, milliseconds. */
export const POLL_HANG_MS = 25_000;
/** Frames that one such request or its answer may carry. */
export const MAX_FRAMES_PER_POLL = 100;
