// Notes on a page. All text is set by textContent and value, never as HTML: what people write stays text.
const find = selector => document.querySelector(selector)
const [list, status, dialog, conflict] = ['#notes', '#status', 'dialog', '#conflict'].map(find)
const form = find('form')
const dates = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
let open = null // the note in the dialog as we saw it, null for a new one

async function ask(method, path, body, version) {
  const headers = {}
  if (body) headers['Content-Type'] = 'application/json'
  if (version) headers['If-Match'] = `"${version}"` // refused with 412 when somebody else was faster
  const answer = await fetch(`/api/notes${path}`, { method, headers, body: body && JSON.stringify(body) })
  if (answer.ok) return answer.status === 204 ? null : answer.json()
  const { problem } = await answer.json().catch(() => ({ problem: `the server answered ${answer.status}` }))
  throw Object.assign(new Error(problem), { status: answer.status })
}

async function refresh() {
  try {
    const notes = await ask('GET', '')
    list.replaceChildren(...notes.map(card))
    status.textContent = notes.length ? '' : 'There are no notes yet. Write the first one.'
  } catch (e) {
    status.textContent = `The notes could not be fetched: ${e.message}`
  }
}

function card(note) {
  const button = find('template').content.cloneNode(true).firstElementChild
  const [title, text, time] = button.children
  title.textContent = note.title
  text.textContent = note.text
  time.textContent = dates.format(note.changed)
  time.dateTime = new Date(note.changed).toISOString()
  button.onclick = () => edit(note)
  return button
}

function edit(note) {
  open = note
  find('#heading').textContent = note ? 'Edit note' : 'New note'
  find('#remove').hidden = !note
  form.title.value = note?.title ?? ''
  form.text.value = note?.text ?? ''
  conflict.textContent = ''
  dialog.showModal()
}

async function change(action) {
  try {
    await action()
    dialog.close()
  } catch (e) {
    conflict.textContent = e.message
    if (e.status === 412) { // show whose text is there now, and keep what was written here
      open = await ask('GET', `/${open.id}`)
      conflict.textContent += ` It now reads “${open.title}: ${open.text}”. Save again to replace it.`
    }
  }
  await refresh()
}

form.onsubmit = event => {
  event.preventDefault()
  const draft = { title: form.title.value, text: form.text.value }
  change(() => open ? ask('PUT', `/${open.id}`, draft, open.version) : ask('POST', '', draft))
}
find('#remove').onclick = () => change(() => ask('DELETE', `/${open.id}`, null, open.version))
find('#cancel').onclick = () => dialog.close()
find('#new').onclick = () => edit(null)
addEventListener('focus', refresh)
refresh()
