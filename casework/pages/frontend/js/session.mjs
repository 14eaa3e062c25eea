const WARNED = 2 * 60 * 1000
const EVERY = 1000
// Sent to the document when something else of the page has reached the server as its person; says when the session ends.
export const USED = 'app:session-used'

/**
 * Warn before a session ends, and let its person stay. The page says the time by itself; this only says it louder.
 *
 * @param {HTMLElement} place
 */
export function warnOfSessionEnd (place) {
  const sentence = place.querySelector('p')
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'govuk-button govuk-button--secondary'
  button.textContent = 'Stay signed in'
  let endsAt = Date.parse(place.dataset.sessionEnds)
  let warned = false

  const say = (words) => {
    sentence.textContent = words
    place.setAttribute('role', 'alert')
    place.classList.add('app-session--warns')
  }

  const calm = () => {
    warned = false
    button.remove()
    place.removeAttribute('role')
    place.classList.remove('app-session--warns')
    sentence.textContent = 'You are still signed in.'
  }

  // However much is done, a session ends 12 hours after it began.
  const moveTo = (moment) => {
    endsAt = Date.parse(moment)
    if (!warned) return
    if (endsAt - Date.now() > WARNED) return calm()
    button.remove()
    say('You will be signed out in 2 minutes, 12 hours after you signed in. What you have typed into a form of a case is kept as a draft.')
  }

  const tick = () => {
    const left = endsAt - Date.now()
    if (left <= 0) {
      clearInterval(timer)
      button.remove()
      say('You have been signed out, unless you are at work in another tab. What you had typed into a form of a case is kept as a draft. Sign in to go on.')
    } else if (left <= WARNED && !warned) {
      warned = true
      say('You will be signed out in 2 minutes. What you have typed into a form of a case is kept as a draft.')
      place.append(button)
    }
  }

  button.addEventListener('click', async () => {
    const token = document.querySelector('[name="csrfmiddlewaretoken"]').value
    try {
      const answer = await fetch(place.dataset.sessionRenew, {
        method: 'POST', headers: { 'X-CSRFToken': token }, redirect: 'manual'
      })
      moveTo((await answer.json()).ends_at)
    } catch {
      say('The service cannot be reached. Try again.')
    }
  })
  document.addEventListener(USED, (event) => moveTo(event.detail))
  const timer = setInterval(tick, EVERY)
}
