"""Code actions: our offers and steps as the protocol has them, with the edits that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lsprotocol import types

from .. import fixing
from ..diagnostic import Change, Edit, Rename
from ..fixing import Patch
from ..text import Span
from . import actions, convert, judging, refactorings
from .abilities import Abilities
from .actions import Offer
from .desk import Desk, Judged, views
from .differences import between
from .documents import Documents
from .refactorings import Refactoring

FIX_ALL = "source.fixAll.session-lint"
REFACTOR = "refactor.rewrite"
_QUICK = "quickfix"
_KINDS = {actions.FIX: _QUICK, actions.IGNORE: _QUICK, actions.FIX_ALL: FIX_ALL}
_STEP = "step"
_MOST_READ = 1 << 20
"""So many characters are read again to make the edits of one answer: each is proved on the whole text."""

KINDS = (_QUICK, REFACTOR, "source.fixAll", FIX_ALL)
"""What a client is told that there is."""

Made = Callable[[], types.WorkspaceEdit | None]


class Offering:
    """The actions for one document as it was at one moment, for one question.

    Nobody wants the answer any more when it is `given_up`. A client that cannot ask for edits later has them made for
    each action; in a large text that takes long, so that only the first ones are offered.
    """

    def __init__(self, desk: Desk, judged: Judged, documents: Documents, abilities: Abilities) -> None:
        self.given_up = False
        self.to_read = _MOST_READ
        self.desk = desk
        self.judged = judged
        self.abilities = abilities
        self.view_of = views(judged, documents)
        # The document may have gone on meanwhile: an edit is for the text that was judged.
        self.versions = {one.uri: one.version for one in (*documents.values(), judged.document)}

    def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """Give the actions for a range, of the kinds that are asked for."""
        if not self.abilities.literals:
            return []
        only = params.context.only
        span = convert.span(self.judged.document.view, params.range)
        unasked = params.context.trigger_kind is types.CodeActionTriggerKind.Automatic
        offered = actions.offers(self.judged.verdict, span, *self._asked_about(params.context))
        quick = [one for one in offered if self._can(one)] if _is_wanted(_QUICK, only) else []
        fixes = [self._offered(one) for one in quick if one.kind == actions.FIX]
        fix_all = actions.all_safe(self.judged.verdict) if _is_wanted(FIX_ALL, only) else None
        everything = [self._offered(fix_all)] if fix_all else []
        steps = (
            [self._step(one) for one in self._steps(span if unasked else None)] if _is_wanted(REFACTOR, only) else []
        )
        ignores = [self._offered(one) for one in quick if one.kind == actions.IGNORE]  # they take the longest
        return [one for one in (*fixes, *ignores, *steps, *everything) if one]

    def resolved(self, action: types.CodeAction, kind: str, target: Sequence[object]) -> types.CodeAction:
        """Give an action that was offered with its edit."""
        if kind == _STEP:
            step = next((one for one in self._steps(None) if [one.word] == list(target)), None)
            made = self._edit_of_step(step) if step else None
        else:
            offer = actions.named(self.judged.verdict, kind, target)
            made = self._edit_of(offer) if offer else None
        action.edit = made
        return action

    def _asked_about(self, context: types.CodeActionContext) -> list[Span]:
        """Give where the diagnostics are that are asked about: some editors ask about all in the line of the cursor."""
        view = self.judged.document.view
        return [convert.span(view, one.range) for one in context.diagnostics if one.source == convert.SOURCE]

    def _can(self, offer: Offer) -> bool:
        """Whether the editor can do what an offer needs: to rename a file there must be one."""
        changes = [change for one in offer.diagnostics if one.fix for change in one.fix.changes]
        renames = offer.kind == actions.FIX and any(isinstance(change, Rename) for change in changes)
        return not renames or (self.abilities.renames and not self.judged.unsaved)

    def _offered(self, offer: Offer) -> types.CodeAction | None:
        view = self.judged.document.view
        about = [convert.diagnostic(one, view, self.abilities, self.view_of) for one in offer.diagnostics]
        action = types.CodeAction(
            title=convert.title(offer.title),
            kind=_KINDS[offer.kind],
            diagnostics=about or None,
            is_preferred=True if offer.safe and offer.kind == actions.FIX and self.abilities.preferred else None,
        )
        return self._with(action, offer.kind, offer.target, lambda: self._edit_of(offer))

    def _steps(self, around: Span | None) -> Iterator[Refactoring]:
        """Yield the steps that can be taken, or those only that belong to some place."""
        for step in refactorings.possible(self.judged.verdict.session, self.desk.now):
            if around is None or (step.place.start <= around.end and around.start <= step.place.end):
                yield step

    def _step(self, step: Refactoring) -> types.CodeAction | None:
        action = types.CodeAction(title=convert.title(step.title), kind=REFACTOR)
        return self._with(action, _STEP, (step.word,), lambda: self._edit_of_step(step))

    def _with(
        self, action: types.CodeAction, kind: str, target: Sequence[object], make: Made
    ) -> types.CodeAction | None:
        """Give an action with its edit, or with what it is known by if its editor asks for that later."""
        if self.abilities.resolves:
            document = self.judged.document
            action.data = {"uri": document.uri, "version": document.version, "kind": kind, "target": list(target)}
            return action
        if self.given_up or self.to_read <= 0:
            return None
        self.to_read -= len(self.judged.verdict.session.text)
        action.edit = make()
        return action if action.edit else None

    def _edit_of(self, offer: Offer) -> types.WorkspaceEdit | None:
        try:
            patch = actions.patch(self.judged.verdict, offer)
        except Exception as error:  # noqa: BLE001 -- of a rule, perhaps
            self.desk.tell(f"an action could not be put together: {judging.words(error)}")
            return None
        changes = offer.diagnostics[0].fix.changes if offer.kind == actions.FIX and offer.diagnostics[0].fix else ()
        return self._edit(patch, changes) if patch and patch.changes else None

    def _edit_of_step(self, step: Refactoring) -> types.WorkspaceEdit | None:
        verdict = self.judged.verdict
        try:
            text, changes = refactorings.taken(verdict.scene, verdict.session, step)
        except Exception as error:  # noqa: BLE001 -- of a rule, perhaps
            self.desk.tell(f"an action could not be put together: {judging.words(error)}")
            return None
        before = {verdict.path: verdict.session.text}
        return None if text is None else self._edit(Patch({verdict.path: text}, before=before), changes)

    def _edit(self, patch: Patch, changes: Sequence[Change] = ()) -> types.WorkspaceEdit | None:
        """Give the edit that does what a patch does: for the document itself by these changes, where they are all."""
        path = self.judged.verdict.path
        own = [one for one in changes if isinstance(one, Edit) and one.path == path]
        texts = []
        for one_path, after in patch.texts.items():
            found = self.view_of(one_path)
            if found is None or found[1].lines.text != patch.before[one_path]:
                return None
            uri, view = found
            text = view.lines.text
            spans = between(text, after)
            if one_path == path and own and fixing.edited(text, own) == after:
                spans = tuple((one.span, one.content) for one in own)
            texts.append((uri, self.versions.get(uri), convert.edits(view, spans)))
        uri = self.judged.document.uri
        renames = [(uri, convert.renamed(uri, old, new)) for old, new in patch.renames]
        return convert.workspace_edit(texts, renames, self.abilities)


def _is_wanted(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Whether a kind is one of those that are asked for, or below one of them; without such each is."""
    if only is None:
        return True
    asked = [str(getattr(one, "value", one)) for one in only]
    return any(not one or kind == one or kind.startswith(f"{one}.") for one in asked)
