import type { Plugin } from 'vite';

/** The runtime that the development server shows; `npm start` listens here. */
const RUNTIME = process.env['FAIRSHARE_URL'] ?? 'http://127.0.0.1:4000';
const PAGE = /^\/(console|portal|embed|account|join)\//;
const HOST = '127.0.0.1';
const PORT = 5173;

/** `npm run console:dev`: pages and modules from here, and the API, login and files of a runtime that is running. */
export const runtimeProxy = (): Plugin => ({
  name: 'runtime-proxy',
  apply: 'serve',
  config: () => ({
    server: {
      host: HOST,
      port: PORT,
      strictPort: true,
      // With this server's own host, or the login takes what is posted for a form of somebody else's page.
      proxy: { '/v2': { target: RUNTIME, changeOrigin: false }, '/_local': { target: RUNTIME, changeOrigin: false } },
    },
  }),
  configureServer: (server) => {
    server.middlewares.use((request, response, next) => {
      const path = request.url?.split('?')[0] ?? '/';
      if (path === '/config.json') {
        const own = `http://${HOST}:${PORT}`;
        fetch(`${RUNTIME}/config.json`)
          .then((answer) => answer.text())
          .then((text) => {
            response.setHeader('content-type', 'application/json');
            response.end(text.replaceAll(RUNTIME, own));
          })
          .catch(next);
        return;
      }
      // As CloudFront does: whatever lies below a page's folder is that page.
      const page = PAGE.exec(path);
      if (page !== null && request.headers['sec-fetch-dest'] === 'document') request.url = `/${page[1]}/index.html`;
      next();
    });
  },
});
