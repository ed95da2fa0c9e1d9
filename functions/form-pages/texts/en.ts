import { answerProblems } from '../../../domain/answer-sentences.en.ts';
import type { FormTexts } from './form-texts.ts';

const DOCUMENTS = 'application/vnd.openxmlformats-officedocument.';

export const ENGLISH: FormTexts = {
  // The words with which forms begin are English.
  defaults: {
    titles: { application: 'Become a partner', lead: 'Tell us about a prospect', deal: 'Register a deal' },
    labels: {},
  },
  required: 'required',
  choose: 'Please choose',
  send: 'Send',
  next: 'Continue',
  sent: { title: 'Thank you', text: 'We have received your answers.' },
  applied: 'You will hear from us by e-mail.',
  unavailable: { title: 'This form is not available', text: 'It may have been closed, or its address has changed.' },
  busy: { title: 'One moment, please', text: 'Very many answers are coming in. Please try again in a minute.' },
  check: 'Please check your answers',
  error: 'Error',
  problems: answerProblems,
  acceptTerms: { before: 'I accept the ', link: 'terms', after: '.' },
  termsMissing: 'Please accept the terms.',
  termsChanged: 'The terms have changed. Please read and accept them again.',
  tooFast: 'That was quick. Please look over your answers and send them again.',
  loadedAgain: 'The form was open for a long time. Please look over your answers and send them again.',
  leaveEmpty: 'Please leave this empty',
  files: {
    title: 'Add your files',
    text: 'Upload each file, then send everything.',
    optional: 'optional',
    choose: (most) => `Choose a file (at most ${most})`,
    kind: 'What kind of file is it?',
    upload: 'Upload',
    done: 'The file is uploaded.',
    another: 'Upload another one instead',
    missing: 'Please upload this file.',
    wrongType: 'Please upload a file of a kind that is asked for.',
    kinds: {
      'application/pdf': 'PDF',
      'image/png': 'Picture (PNG)',
      'image/jpeg': 'Picture (JPEG)',
      'image/webp': 'Picture (WebP)',
      'image/gif': 'Picture (GIF)',
      'text/plain': 'Plain text',
      'text/csv': 'Table (CSV)',
      [`${DOCUMENTS}wordprocessingml.document`]: 'Document (Word)',
      [`${DOCUMENTS}spreadsheetml.sheet`]: 'Table (Excel)',
      [`${DOCUMENTS}presentationml.presentation`]: 'Slides (PowerPoint)',
    },
  },
  footer: { imprint: 'Imprint', privacy: 'Privacy', terms: 'Terms' },
};
