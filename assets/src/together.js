// Prints the page that is read together. Without script the browser's own way prints it, too.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
