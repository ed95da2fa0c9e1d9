// Before anything is shown: the theme and the language that somebody has chosen here.
(() => {
  const root = document.documentElement;
  const theme = localStorage.getItem('fairshare.theme');
  if (theme === 'light' || theme === 'dark') {
    root.dataset.theme = theme;
    // What is seen before the styles are there, too.
    document.querySelector('meta[name="color-scheme"]')?.setAttribute('content', theme);
  }
  const language = localStorage.getItem('fairshare.language');
  if (language === 'en' || language === 'de') root.lang = language;
})();
