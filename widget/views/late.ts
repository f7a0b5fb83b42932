/** What the panel loads right after its first screen, because nobody needs it sooner: small print, quick starts, its last screen. */
import './goodbye.ts';
import './privacy.ts';
import './quick-starts.ts';
