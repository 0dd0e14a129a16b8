/** The server that tests use; its account may create databases. */
export const serverVariable = 'TIDBOK_TEST_DATABASE_URL';

/** Names this run, so that runs which share a server keep apart. */
export const runVariable = 'TIDBOK_TEST_RUN';
