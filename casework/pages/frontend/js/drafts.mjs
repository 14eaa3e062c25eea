import { USED } from './session.mjs'

const PAUSE = 3000
const SIGNED_OUT = 'You have been signed out. What you typed is kept in this browser session: press a button of this form to sign in and go on'
const ANOTHER = 'Not saved. You have signed out, or somebody else has signed in, in this browser. Copy what you typed before you leave this page'
const UNREACHABLE = 'Not saved: the service cannot be reached. It is tried again when you type'

/**
 * Save what is typed into a form as a draft: a pause after the last change, and when the page is left.
 *
 * The server says when it saved, and the form's status says it on. Only what could not be saved is asked about
 * before the page is left.
 *
 * @param {HTMLFormElement} form
 */
export function saveDrafts (form) {
  const status = form.querySelector('[data-draft-status]')
  // What was sent and refused is shown again, and saved nowhere.
  let touched = form.dataset.draft === 'unsaved'
  let unsaved = touched
  let failed = false
  let sent = false
  let timer
  let running = Promise.resolve()

  const say = (words, ok) => {
    status.textContent = words
    failed = !ok
    if (!ok) unsaved = true
  }

  const typed = () => {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string') body.append(name, value)
    }
    body.set('keep', 'auto')
    return body
  }

  const post = (keepalive) => fetch(window.location.href, { method: 'POST', body: typed(), redirect: 'manual', keepalive })

  const save = async (keepalive = false) => {
    clearTimeout(timer)
    if (!unsaved || sent) return
    unsaved = false
    try {
      let answer = await post(keepalive)
      // Signing in again, in another tab, made a new token. The same person's form may have it.
      if (answer.status === 403) {
        if (!await renewed(form)) return say(ANOTHER, false)
        answer = await post(false)
      }
      if (answer.type === 'opaqueredirect') return say(SIGNED_OUT, false)
      const { words, ends_at: endsAt } = await answer.json()
      if (!sent) say(words, answer.ok)
      document.dispatchEvent(new CustomEvent(USED, { detail: endsAt }))
    } catch {
      if (!sent) say(UNREACHABLE, false)
    }
  }

  const queue = (keepalive) => {
    running = running.then(() => save(keepalive))
  }

  form.addEventListener('input', () => {
    touched = unsaved = true
    clearTimeout(timer)
    timer = setTimeout(() => queue(false), PAUSE)
  })
  document.addEventListener('submit', (event) => {
    // Another form of the page, such as that to sign out, leaves it: then what was typed is saved.
    sent = event.target === form || event.submitter?.name === 'discard'
  })
  document.addEventListener('visibilitychange', () => {
    // Coming back may be after a time-out: what was typed is saved again, or it is said that it cannot be.
    if (document.visibilityState === 'visible' && touched) unsaved = true
    queue(document.visibilityState === 'hidden')
  })
  window.addEventListener('pagehide', () => save(true))
  window.addEventListener('beforeunload', (event) => {
    if (failed && unsaved && !sent) event.preventDefault()
  })
  if (unsaved) timer = setTimeout(() => queue(false), PAUSE)
}

/** Give the form the token of a page that is loaded now, if that page is made for the same person. */
async function renewed (form) {
  const answer = await fetch(window.location.href)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const fresh = page.querySelector('form[data-draft]')
  if (!fresh || madeFor(fresh) !== madeFor(form)) return false
  for (const token of document.querySelectorAll('[name="csrfmiddlewaretoken"]')) {
    token.value = fresh.elements.csrfmiddlewaretoken.value
  }
  return true
}

// Whose form it is and of what; a moment and the signature of both follow.
const madeFor = (form) => form.elements.made_for.value.split(':')[0]
