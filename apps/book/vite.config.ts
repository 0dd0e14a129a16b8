import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

/**
 * SvelteKit's own announcer of page changes carries a style attribute in its template; this is the
 * hash of that attribute, so that nothing else may be styled in line.
 */
const ANNOUNCER_STYLE = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';

/**
 * The workspaces listed under `dependencies` in package.json stay outside the bundle:
 * Node loads their TypeScript itself, so `server.ts` and the routes share one instance of each.
 */
export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter(),
      // Who may post a form is decided in hooks.server.ts, by host.
      csrf: { trustedOrigins: ['*'] },
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          'style-src-attr': ['unsafe-hashes', ANNOUNCER_STYLE],
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
});
