import { inOrder } from '../../console/areas/merchant/promo/in-order.ts';
import { changeBody, contentValues, createBody, missingOf } from '../../console/areas/merchant/promo/values.ts';

const values = { ...contentValues(undefined), name: ' Summer ', alt_text: 'A beach', upload: 'up_1' };

test('something new has exactly the part of its kind', () => {
  const common = { name: 'Summer', description: null, destination_url: null };
  expect(createBody('banner', values)).toEqual({
    ...common,
    kind: 'banner',
    banner: { upload: 'up_1', alt_text: 'A beach' },
  });
  expect(createBody('text_link', { ...values, link_text: 'Save now' })).toEqual({
    ...common,
    kind: 'text_link',
    text_link: { text: 'Save now' },
  });
});

test('a picture or a file that nobody chose anew stays as it is', () => {
  expect(changeBody('banner', { ...values, upload: '' })).toMatchObject({ banner: { alt_text: 'A beach' } });
  expect(changeBody('file', { ...values, upload: '' })).not.toHaveProperty('file');
});

test('what must be filled in is named, and a picture only when it is new', () => {
  const empty = contentValues(undefined);
  expect(missingOf('banner', empty, true)).toEqual(['name', 'upload', 'alt_text']);
  expect(missingOf('banner', empty, false)).toEqual(['name', 'alt_text']);
  expect(missingOf('email', { ...empty, name: 'Mail' }, true)).toEqual(['subject', 'body']);
});

test('material stands by its position, and as it was created where that is the same', () => {
  const items = [
    { key: 'c', position: 1 },
    { key: 'b', position: 0 },
    { key: 'a', position: 1 },
  ];
  expect(inOrder(items).map(({ key }) => key)).toEqual(['b', 'a', 'c']);
});
