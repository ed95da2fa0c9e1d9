import { ownPicture } from '../../console/session/pictures.ts';

test('a picture of the program is loaded from the host of the page that shows it', () => {
  const picture = '/v2/public/images/prog_1/up_1';
  expect(ownPicture(`http://127.0.0.1:4000${picture}`)).toBe(picture);
  expect(ownPicture(`https://app.example${picture}?v=2`)).toBe(`${picture}?v=2`);
});
