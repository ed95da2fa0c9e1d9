import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** The site of somebody else, which has put something of ours on its pages. */
export interface OtherSite {
  readonly url: string;
  close(): void;
}

/** Serves every page of it. */
export const otherSite = async (
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<OtherSite> => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The other site has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
