import { ApiClient } from '../api/client.ts';
import { loadFrame, showPage } from '../app/boot.tsx';
import { parts } from '../app/texts.ts';
import { LinkButton } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';

/** Whoever opens a join link needs no login. */
const anybody = new ApiClient({
  token: async () => undefined,
  program: () => undefined,
  refused: async () => false,
});

/** A join link leads to the application form of its group; who recruited is handed on. */
const lead = async (): Promise<void> => {
  const slug = decodeURIComponent(location.pathname.split('/')[2] ?? '');
  try {
    const found = await anybody.get('/v2/public/join/{slug}', { params: { slug } });
    location.replace(`/v2/public/forms/${encodeURIComponent(found.slug)}/application/page${location.search}`);
  } catch {
    await loadFrame();
    showPage(
      <main class="alone">
        <h1>{parts.t.notFound}</h1>
        <EmptyState title={parts.t.notFoundText} action={<LinkButton to="/">{parts.t.toStart}</LinkButton>} />
      </main>,
    );
  }
};

void lead();
