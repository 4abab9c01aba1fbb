"""The server in a real Emacs with Eglot, set up as the documents say. It is passed over where there is none."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from ..test_cli import NOW, run, write
from .neovim import server, shown
from .test_neovim import FLOW, said

SCRIPT = """\
(unless (require 'markdown-mode nil t)
  (define-derived-mode markdown-mode text-mode "Markdown")
  (add-to-list 'auto-mode-alist '("\\\\.md\\\\'" . markdown-mode)))
%s
(setq eglot-sync-connect 30)
(find-file (getenv "FILE"))
(run-hooks 'post-command-hook)
(defun wait (test)
  (let ((end (time-add nil 30)))
    (while (not (funcall test))
      (when (time-less-p end nil) (error "This does not come about"))
      (accept-process-output nil 0.05))))
(wait #'eglot-current-server)
(flymake-start)
(wait #'flymake-diagnostics)
(dolist (one (flymake-diagnostics))
  (goto-char (flymake-diagnostic-beg one))
  (princ (format "%%d:%%d %%s\\n" (line-number-at-pos) (1+ (- (point) (line-beginning-position)))
                 (car (split-string (flymake-diagnostic-text one) "\\n")))))
(set-buffer-modified-p t)
(save-buffer)
(eglot-shutdown (eglot-current-server))
"""


def test_eglot_shows_what_there_is_and_saving_does_what_fix_does(root, tmp_path):
    emacs = shutil.which("emacs")
    if emacs is None:
        pytest.skip("there is no Emacs")
    there = subprocess.run([emacs, "--batch", "-Q", "--eval", "(require 'eglot)"], capture_output=True, check=False)
    if there.returncode:
        pytest.skip("this Emacs has no Eglot")
    path = write(root, FLOW % "日😀")
    places = [(one["location"]["row"], one["location"]["column"], one["code"]) for one in said(path)]
    run("--fix", cwd=root)
    expected = path.read_bytes()
    path.write_text(FLOW % "日😀", encoding="utf-8")
    script = tmp_path / "script.el"
    script.write_text(SCRIPT % "\n".join(shown("elisp")), encoding="utf-8")
    done = subprocess.run(
        [emacs, "--batch", "-Q", "-l", str(script)],
        cwd=root,
        env={
            **os.environ,
            "PATH": f"{server(tmp_path)}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "LC_ALL": "C.UTF-8",
            "SESSION_LINT_NOW": NOW,
            "FILE": str(path),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown_there = re.findall(r"^([0-9]+):([0-9]+) session-lint \[([A-Z0-9]+)\]: ", done.stdout, re.MULTILINE)
    assert sorted((int(row), int(column), code) for row, column, code in shown_there) == sorted(places)
    assert path.read_bytes() == expected != (FLOW % "日😀").encode()
