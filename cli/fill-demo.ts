import { readable } from './demo-story/readable.ts';
import { demoStory } from './demo-story/story.ts';
import { readEventFiles, readProgramFile } from './replay/files.ts';
import { runReplay } from './replay/run.ts';

/** Fills a program with recorded sales and a story beside them, and stops while its last invoice is in review. Run by `npm start`. */
const main = async (): Promise<void> => {
  const [url, key, program, events] = process.argv.slice(2);
  if (url === undefined || key === undefined || program === undefined || events === undefined) {
    throw new Error('Usage: fill-demo URL KEY PROGRAM EVENTS');
  }
  const file = readable(readProgramFile(program));
  const sales = readEventFiles([events]);
  const { api } = await runReplay({
    url,
    key,
    file,
    events: sales,
    // What an interrupted start had filled lies before the clock.
    resume: true,
    until: 'in review',
    story: demoStory(file, sales),
  });
  api.close();
};

main().catch((error: unknown) => {
  process.stderr.write(`The demo could not be filled: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
