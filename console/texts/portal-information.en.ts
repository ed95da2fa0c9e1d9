/** What the merchant tells its partners: welcome and further pages. */
export default {
  title: 'About the program',
  lead: (program: string) => `What ${program} has written for you.`,
  pages: 'Pages',
  empty: 'Nothing is written here yet',
  emptyText: 'The program can put guides, prices and answers here. Look at what you earn meanwhile.',
  emptyAction: 'See what you earn',
  back: 'About the program',
};
