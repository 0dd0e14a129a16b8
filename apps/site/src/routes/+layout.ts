/** The pages are whole as they come from the server; a small script of our own betters them. */
export const csr = false;
