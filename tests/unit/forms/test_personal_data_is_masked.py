"""Masks: what stays visible of a name, a number, an address; and that nothing slips through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms import mask, mask_data, read_form
from engine.forms.model import Personal


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("name", "王明", "王*"),
        ("name", "欧阳修", "欧**"),
        ("name", "王", "*"),
        ("id", "220104199003070016", "220104********0016"),
        ("id", "11010519491231002X", "110105********002X"),
        ("id", "E12345678", "*******78"),
        ("phone", "13812345678", "138****5678"),
        ("phone", "0431-88881234", "***********34"),
        ("bank", "6222021234567890123", "***************0123"),
        ("bank", "6222 0212 3456 7890", "************7890"),
        ("bank", "1234", "****"),
        ("address", "吉林省长春市朝阳区人民大街1号", "吉林省长春市朝阳区****"),
        ("address", "山东省东营市利津县利一路8号", "山东省东营市利津县****"),
        ("address", "长春市朝阳区某小区3栋", "长春市朝阳区****"),
        ("address", "朝阳区人民大街1号", "朝阳区****"),
        ("address", "吉林省梅河口市光明小区3栋2单元", "吉林省梅河口市****"),
        ("address", "长春市人民大街1号", "长春市****"),
        ("address", "光明小区3栋", "****"),
        ("address", "人民大街1号朝阳区", "****"),
        ("address", "北京市海淀区中关村", "北京市海淀区****"),
        ("address", "吉林省长春市二道区东盛大街1号", "吉林省长春市二道区****"),
        ("address", "长春市绿园区春城大街2号", "长春市绿园区****"),
        ("address", "长春经济技术开发区自由大路3号", "长春经济技术开发区****"),
        ("address", "浙江省杭州市西湖区文三路4号", "浙江省杭州市西湖区****"),
        ("address", "江苏省苏州市工业园区星湖街5号", "江苏省苏州市****"),
        ("address", "山东省济南市市中区英雄山路6号", "山东省济南市市中区****"),
        ("address", "江西省景德镇市浮梁县7号", "江西省景德镇市浮梁县****"),
        ("address", "长春市红旗街8号", "长春市****"),
        ("address", "长春市光复菜市场9号", "长春市****"),
        ("address", "长春市欧亚超市", "长春市****"),
        ("address", "上海市浦东新区世纪大道10号", "上海市浦东新区****"),
        ("address", "吉林省吉林市昌邑区11号", "吉林省吉林市昌邑区****"),
        ("address", "吉林省梅河口市", "吉林省梅河口市****"),
        ("address", "内蒙古自治区呼和浩特市新城区1号", "内蒙古自治区呼和浩特市新城区****"),
        ("address", "吉林省延边朝鲜族自治州延吉市1号", "吉林省延边朝鲜族自治州延吉市****"),
    ],
)
def test_what_is_shown(kind: Personal, value: str, shown: str) -> None:
    assert mask(value, kind) == shown


@pytest.mark.parametrize("kind", ["name", "id", "phone", "address", "bank"])
def test_nothing_stays_nothing_and_what_is_not_text_is_hidden(kind: Personal) -> None:
    assert mask(None, kind) is None
    assert mask("  ", kind) == ""
    assert mask(13812345678, kind) == "****"
    assert mask({"x": 1}, kind) == "****"


@given(
    st.text("0123456789Xabc王明 -", min_size=2, max_size=40), st.sampled_from(["name", "id", "phone", "bank"])
)
def test_a_mask_never_shows_the_whole(value: str, kind: Personal) -> None:
    shown = mask(value, kind)
    assert shown == "" or (shown is not None and "*" in shown and value.strip() not in shown)


def test_form_data_is_masked_inside_groups_and_lists_and_unknown_keys_are_left_out() -> None:
    form = read_form(
        {
            "key": "people",
            "title": "人员",
            "fields": [
                {"key": "plain", "type": "text", "title": "说明"},
                {
                    "key": "legal_person",
                    "type": "group",
                    "title": "法定代表人",
                    "fields": [
                        {"key": "name", "type": "text", "title": "姓名", "personal": "name"},
                        {"key": "identity_number", "type": "citizen_id", "title": "身份证号"},
                    ],
                },
                {
                    "key": "members",
                    "type": "list",
                    "title": "成员",
                    "fields": [
                        {"key": "phone", "type": "phone", "title": "电话"},
                        {"key": "office", "type": "phone", "title": "单位电话", "personal": None},
                    ],
                },
            ],
        }
    )
    data = {
        "plain": "公开",
        "legal_person": {"name": "王明", "identity_number": "220104199003070016"},
        "members": [{"phone": "13812345678", "office": "0431-88881234"}],
        "smuggled": "13812345678",
    }
    assert mask_data(form.fields, data) == {
        "plain": "公开",
        "legal_person": {"name": "王*", "identity_number": "220104********0016"},
        "members": [{"phone": "138****5678", "office": "0431-88881234"}],
    }
    assert data["members"] == [{"phone": "13812345678", "office": "0431-88881234"}]
