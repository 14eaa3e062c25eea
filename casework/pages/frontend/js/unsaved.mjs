/**
 * Ask before leaving a page whose form has been changed and not sent.
 *
 * The browser words the question itself. Sending the form never asks.
 *
 * @param {HTMLFormElement} form
 */
export function warnOfUnsavedChanges (form) {
  let changed = false
  form.addEventListener('input', () => { changed = true })
  form.addEventListener('submit', () => { changed = false })
  window.addEventListener('beforeunload', (event) => { if (changed) event.preventDefault() })
}
