import { createRoot } from 'react-dom/client'
import './design/tokens.css'
import './design/base.css'
import { AppContext, createApp } from './state/app.js'
import { Root } from './shell/root.js'

const place = document.getElementById('root')
if (!place) throw new Error('the page has no place for the window')
createRoot(place).render(
  <AppContext value={createApp(window.bridge)}>
    <Root />
  </AppContext>,
)
