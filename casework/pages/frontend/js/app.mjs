// Progressive enhancement only: every page works without this script.
import { initAll } from 'govuk-frontend'
import { FilterToggleButton } from '@ministryofjustice/frontend/moj/components/filter-toggle-button/filter-toggle-button.mjs'
import { saveDrafts } from './drafts.mjs'
import { warnOfSessionEnd } from './session.mjs'
import { warnOfUnsavedChanges } from './unsaved.mjs'

const FILTER_TEXTS = {
  toggleButton: { showText: 'Show filters', hideText: 'Hide filters', classes: 'govuk-button--secondary' },
  startHidden: false
}

initAll()

for (const panel of document.querySelectorAll('[data-module="moj-filter"]')) {
  new FilterToggleButton(panel, FILTER_TEXTS)
}

for (const form of document.querySelectorAll('form[data-warn-unsaved]')) {
  warnOfUnsavedChanges(form)
}

for (const form of document.querySelectorAll('form[data-draft]')) {
  saveDrafts(form)
}

for (const place of document.querySelectorAll('[data-session-ends]')) {
  warnOfSessionEnd(place)
}
