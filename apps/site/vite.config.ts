import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

/**
 * The workspaces listed under `dependencies` in package.json stay outside the bundle:
 * Node loads their TypeScript itself, so `server.ts` and the routes share one instance of each.
 */
export default defineConfig({
  plugins: [sveltekit({ adapter: adapter() })],
});
