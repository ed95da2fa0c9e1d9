import { useState } from 'preact/hooks';
import type { Segment } from '../../../api/operations.ts';
import { go } from '../../../app/router.ts';
import { parts } from '../../../app/texts.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { nameIn, optionsOf, useTags } from '../../../parts/definitions.ts';
import { TextField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { Builder } from './builder.tsx';
import { DeleteSegment } from './delete-segment.tsx';
import { Preview } from './preview.tsx';
import { segments } from './texts.ts';
import { type Branch, expressionOf, MOST_TAGS, sentenceOf, tagCount, treeOf, treeProblem } from './tree.ts';
import { Usages } from './usages.tsx';
import './segments.css';

interface Values {
  readonly name: string;
  readonly tree: Branch;
}

const wrongIn = ({ name, tree }: Values): Readonly<Partial<Record<keyof Values, string>>> => {
  const problem = treeProblem(tree);
  return {
    ...(name.trim() === '' ? { name: parts.t.form.missing } : {}),
    ...(problem === undefined ? {} : { tree: segments.t.problems[problem] }),
  };
};

const send = async (segment: Segment | undefined, { name, tree }: Values): Promise<Segment> => {
  const match = expressionOf(tree);
  if (match === undefined) throw new Error('A segment without tags is not sent.');
  const body = { name: name.trim(), match };
  return segment === undefined
    ? api.post('/v2/segments', { body })
    : api.patch('/v2/segments/{segment}', { params: { segment: segment.key }, body });
};

interface EditorProps {
  /** The segment that is edited; without it a new one is made. */
  readonly segment: Segment | undefined;
  readonly saved: (segment: Segment) => unknown;
}

const Editor = ({ segment, saved }: EditorProps) => {
  const { t } = segments;
  const tags = useTags();
  const editable = may('programs:write');
  const form = useForm<Values>({
    keep: 'segment',
    initial: {
      name: segment?.name ?? '',
      tree: segment === undefined ? { of: 'and', parts: [{ tag: '' }] } : treeOf(segment.match),
    },
    check: wrongIn,
    send: async (values) => {
      await saved(await send(segment, values));
    },
  });
  const { tree } = form.values;
  const match = expressionOf(tree);
  const built = form.field('tree', 'match');
  const storable = treeProblem(tree) === undefined;
  const words = { and: t.and, or: t.or, tag: (key: string) => t.quoted(nameIn(tags.data, key)) };
  const content = (
    <>
      <TextField {...form.field('name')} label={t.name} required disabled={!editable} />
      <Builder tree={tree} set={built.set} options={optionsOf(tags.data)} disabled={!editable} />
      {built.problem === undefined ? null : (
        <p class="field-problem" role="alert">
          {built.problem}
        </p>
      )}
      <p class={tagCount(tree) > MOST_TAGS ? 'field-problem' : 'muted'}>{t.tagsUsed(tagCount(tree), MOST_TAGS)}</p>
      {match === undefined ? null : <p>{t.says(sentenceOf(match, words))}</p>}
    </>
  );
  return (
    <div class="columns">
      <Card title={t.who}>
        {tags.data?.length === 0 ? <p class="note note-info">{t.noTags}</p> : null}
        {editable ? (
          <Form form={form} action={parts.t.save}>
            {content}
          </Form>
        ) : (
          content
        )}
      </Card>
      <div>
        <Preview match={storable ? match : undefined} segment={segment?.key} tags={tags.data} />
      </div>
    </div>
  );
};

/** Makes a segment. */
export const NewSegment = () => {
  const { t } = segments;
  return (
    <Page title={t.create} back={{ to: '/segments', title: t.title }}>
      <Editor
        segment={undefined}
        saved={async ({ key, name }) => {
          tell(t.created(name));
          await go(`/segments/${key}`);
        }}
      />
    </Page>
  );
};

/** A segment: what it says, who is in it, and what uses it. */
export const EditSegment = ({ segment }: { readonly segment: string }) => {
  const { t } = segments;
  const params = { segment };
  const [removing, setRemoving] = useState(false);
  const answered = useAnswer(() => api.get('/v2/segments/{segment}', { params }), [segment]);
  const usages = useAnswer(() => api.get('/v2/segments/{segment}/usages', { params }), [segment]);
  const { data } = answered;
  return (
    <Page
      title={data?.name ?? t.segment}
      back={{ to: '/segments', title: t.title }}
      actions={
        may('programs:write') && data !== undefined ? (
          <Button kind="danger" onClick={() => setRemoving(true)}>
            {t.delete}
          </Button>
        ) : undefined
      }
    >
      <Answer of={answered} lines={12}>
        {(shown) => (
          <Editor
            key={shown.key}
            segment={shown}
            saved={async () => {
              tell(parts.t.saved);
              await answered.again();
            }}
          />
        )}
      </Answer>
      <Card title={t.usages}>
        <Answer of={usages} lines={2}>
          {({ items }) => <Usages of={items} />}
        </Answer>
      </Card>
      {removing && data !== undefined ? (
        <DeleteSegment
          segment={data}
          close={(gone) => {
            setRemoving(false);
            if (gone) void go('/segments');
          }}
        />
      ) : null}
    </Page>
  );
};
