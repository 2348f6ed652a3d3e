"""What an operator sets: categories, and who they are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pecia.accounts.public import (
    Permission,
    add_credential,
    change_operator_profile,
    credentials,
    operator_profile,
    remove_credential,
)
from pecia.edge.sign_in import needs
from pecia.kernel.errors import NotThere
from pecia.library.public import (
    Category,
    CategoryNode,
    CategoryPlace,
    category_tree,
    move_category,
    remove_category,
    save_category,
)
from pecia.web.context import credential_label, forget_site
from pecia.web.operator import page
from pecia.web.operator.forms import CategoryForm, CredentialForm, ProfileForm
from pecia.web.operator.keys import row_key


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.LIBRARY_CATEGORY_EDIT)
def categories(request: HttpRequest) -> HttpResponse:
    """The tree, with forms to add and to change."""
    if request.method != "POST":
        editing = request.GET.get("edit", "")
        return _categories(request, CategoryForm(), editing=editing)
    act = request.POST.get("act", "")
    if act in ("add", "change"):
        return _save_category(request, change=act == "change")
    _move_category(request)
    return redirect("operator-categories")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SITE_PROFILE_EDIT)
def profile(request: HttpRequest) -> HttpResponse:
    """Who runs the site, and the numbers they have from authorities."""
    if request.method != "POST":
        return _profile(request)
    if key := request.POST.get("remove-credential", ""):
        remove_credential(row_key(key))
        forget_site()
        return redirect("operator-profile")
    if request.POST.get("act") == "add-credential":
        return _add_credential(request)
    return _save_profile(request)


def _save_category(request: HttpRequest, *, change: bool) -> HttpResponse:
    form = CategoryForm(request.POST, auto_id="edit_%s" if change else "id_%s")
    key = request.POST.get("key", "")
    category = _category(key) if change else None
    if form.is_valid() and _is_saved(form, category):
        return redirect("operator-categories")
    if change:
        return _categories(request, CategoryForm(), editing=key, edit_form=form, status=422)
    return _categories(request, form, status=422)


def _is_saved(form: CategoryForm, category: Category | None) -> bool:
    """Whether it could stand where the form says; else the form tells why not."""
    data = form.cleaned_data
    try:
        save_category(
            {"en": data["title_en"], "zh-hans": data["title_zh"]},
            parent=_category(data["parent"]) if data["parent"] else None,
            category=category,
            slug=data["slug"],
        )
    except CategoryPlace as error:
        form.add_error("parent", _(error.advice))
        return False
    return True


def _move_category(request: HttpRequest) -> None:
    if key := request.POST.get("remove", ""):
        remove_category(_category(key))
    for name, step in (("up", -1), ("down", 1)):
        if key := request.POST.get(name, ""):
            move_category(_category(key), step)


def _categories(
    request: HttpRequest,
    form: CategoryForm,
    *,
    editing: str = "",
    edit_form: CategoryForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if editing and edit_form is None:
        row = _category(editing)
        edit_form = CategoryForm(
            auto_id="edit_%s",
            initial={
                "parent": row.parent_id or "",
                "title_en": row.names.get("en", ""),
                "title_zh": row.names.get("zh-hans", ""),
                "slug": row.slug,
            },
        )
    shown = page.CategoriesPage(_rows(category_tree()), form, editing, edit_form)
    return render(request, "web/operator/categories.html", {"page": shown}, status=status)


def _rows(nodes: list[CategoryNode]) -> tuple[page.CategoryRow, ...]:
    rows: list[page.CategoryRow] = []
    for place, node in enumerate(nodes):
        rows.append(
            page.CategoryRow(
                key=str(node.id),
                title_en=node.name("en"),
                title_zh=node.names.get("zh-hans", ""),
                slug=node.path.rpartition("/")[2],
                depth=node.depth,
                count=node.count,
                is_first=place == 0,
                is_last=place == len(nodes) - 1,
            )
        )
        rows.extend(_rows(node.children))
    return tuple(rows)


def _profile(
    request: HttpRequest,
    *,
    form: ProfileForm | None = None,
    credential_form: CredentialForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row = operator_profile()
    initial = {name: getattr(row, name) for name in ProfileForm.base_fields}
    shown = page.ProfilePage(
        form=form or ProfileForm(initial=initial),
        credential_form=credential_form or CredentialForm(),
        credentials=tuple(
            page.CredentialRow(
                str(each.pk),
                credential_label(each.kind),
                each.number,
                each.issuer,
                each.evidence_url,
            )
            for each in credentials()
        ),
    )
    return render(request, "web/operator/profile.html", {"page": shown}, status=status)


def _save_profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _profile(request, form=form, status=422)
    change_operator_profile(**form.cleaned_data)
    forget_site()
    return redirect("operator-profile")


def _add_credential(request: HttpRequest) -> HttpResponse:
    form = CredentialForm(request.POST)
    if not form.is_valid():
        return _profile(request, credential_form=form, status=422)
    data = form.cleaned_data
    add_credential(data["kind"], data["number"], data["issuer"], evidence_url=data["url"])
    forget_site()
    return redirect("operator-profile")


def _category(key: str) -> Category:
    row = Category.objects.filter(pk=row_key(key)).first()
    if row is None:
        raise NotThere
    return row
