import type { Segment } from '../../../api/operations.ts';
import { parts } from '../../../app/texts.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { ConfirmDialog, Dialog } from '../../../parts/dialog.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { segments } from './texts.ts';
import { Usages } from './usages.tsx';

interface DeleteSegmentProps {
  readonly segment: Segment;
  readonly close: (gone: boolean) => void;
}

/** Deletes a segment: lists everything that uses it first, and then wants its name typed. */
export const DeleteSegment = ({ segment, close }: DeleteSegmentProps) => {
  const { t } = segments;
  const params = { segment: segment.key };
  const usages = useAnswer(() => api.get('/v2/segments/{segment}/usages', { params }), [segment.key]);
  const { data } = usages;
  if (data === undefined) {
    return (
      <Dialog title={t.deleteAsk(segment.name)} close={() => close(false)}>
        <Answer of={usages} lines={3}>
          {() => null}
        </Answer>
        <footer class="dialog-foot">
          <Button onClick={() => close(false)}>{parts.t.cancel}</Button>
        </footer>
      </Dialog>
    );
  }
  const used = data.items.length > 0;
  return (
    <ConfirmDialog
      title={t.deleteAsk(segment.name)}
      action={t.delete}
      hurts
      typed={used ? segment.name : undefined}
      close={() => close(false)}
      confirm={async () => {
        try {
          await api.delete('/v2/segments/{segment}', { params, query: used ? { confirm: data.confirm } : {} });
        } catch (thrown) {
          // What uses it may have changed since it was shown.
          await usages.again();
          throw thrown;
        }
        tell(t.deleted(segment.name));
        close(true);
      }}
    >
      {used ? (
        <>
          <p>{t.deleteUsed(data.items.length)}</p>
          <Usages of={data.items} />
          <p>{t.deleteEffect}</p>
        </>
      ) : (
        <p>{t.notUsed}</p>
      )}
      <p class="muted">{t.tagsStay}</p>
    </ConfirmDialog>
  );
};
