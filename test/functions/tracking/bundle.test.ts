import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

describe('The bundle of tracking', () => {
  it('is at most 10 kB compressed and contains neither the SDK nor a schema library', async () => {
    const result = await build({
      entryPoints: ['functions/tracking/handler.ts'],
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'cjs',
      target: 'node24',
      mainFields: ['module', 'main'],
      legalComments: 'none',
    });
    const code = result.outputFiles[0]?.contents ?? new Uint8Array();
    const inputs = Object.keys(result.metafile.inputs).filter((path) => path.includes('node_modules'));
    expect(inputs.every((path) => path.includes('node_modules/aws4/'))).toBe(true);
    expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(10_000);
  });
});
