/** What the panel loads right after its first screen, because nobody needs it sooner: its small print and its last screen. */
import './goodbye.ts';
import './privacy.ts';
