import { tagsOf } from '../../../../domain/segments.ts';
import type { Tag } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { parts } from '../../../app/texts.ts';
import { Answer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { useSegments } from '../../../parts/definitions.ts';
import { ConfirmDialog, Dialog } from '../../../parts/dialog.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { tags } from './texts.ts';

interface DeleteTagProps {
  readonly tag: Tag;
  readonly close: (changed: boolean) => void;
}

/** Deletes a tag: says who loses it, and what must let go of it first. */
export const DeleteTag = ({ tag, close }: DeleteTagProps) => {
  const { t } = tags;
  const segments = useSegments();
  const { active = 0, inactive = 0 } = tag.counts ?? {};
  const using = (segments.data ?? []).filter(({ match }) => tagsOf(match).includes(tag.key));
  if (segments.data === undefined || using.length > 0) {
    return (
      <Dialog title={t.deleteAsk(tag.name)} close={() => close(false)}>
        <Answer of={segments} lines={2}>
          {() => (
            <>
              <p>{t.usedBy}</p>
              <ul class="lines">
                {using.map(({ key, name }) => (
                  <li key={key}>
                    <a href={href(`/segments/${key}`)}>{name}</a>
                  </li>
                ))}
              </ul>
            </>
          )}
        </Answer>
        <footer class="dialog-foot">
          <Button onClick={() => close(false)}>{parts.t.close}</Button>
        </footer>
      </Dialog>
    );
  }
  return (
    <ConfirmDialog
      title={t.deleteAsk(tag.name)}
      action={t.delete}
      hurts
      close={() => close(false)}
      confirm={async () => {
        await api.delete('/v2/tags/{tag}', { params: { tag: tag.key } });
        tell(t.deleted(tag.name));
        close(true);
      }}
    >
      <p>{active + inactive === 0 ? t.deleteNobody : t.deleteText(active + inactive)}</p>
      <p class="muted">{t.deleteTriggers}</p>
    </ConfirmDialog>
  );
};
