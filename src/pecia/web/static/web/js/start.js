// The behaviours that any page may ask for. Pages with more of them bring a module of their own.
import { register, start } from "./registry.js";
import arrive from "./behaviours/arrive.js";
import confirm from "./behaviours/confirm.js";
import copy from "./behaviours/copy.js";
import dialog from "./behaviours/dialog.js";
import fill from "./behaviours/fill.js";
import forget from "./behaviours/forget.js";
import popover from "./behaviours/popover.js";
import print from "./behaviours/print.js";
import remember from "./behaviours/remember.js";
import reveal from "./behaviours/reveal.js";
import share from "./behaviours/share.js";
import submit from "./behaviours/submit.js";
import suggestions from "./behaviours/suggestions.js";
import theme from "./behaviours/theme.js";
import { toasts } from "./behaviours/toasts.js";

register({ arrive, confirm, copy, dialog, fill, forget, popover, print, remember, reveal, share, submit, suggestions, theme, toasts });
start();
