using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Integrations.Records.Tables.Rows;
using Record = OpsAutomation.Core.Records.Record;

namespace OpsAutomation.Unit.Integrations.Tables;

public sealed class EntityTextTests
{
    [Fact]
    public void A_row_is_an_entity_that_a_person_can_read() => Assert.Equal(
        """{"PartitionKey":"p","RowKey":"r","Schema":3,"Commit":"c1","Body":"{\"text\":\"Grüße, 東京\"}"}""",
        System.Text.Encoding.UTF8.GetString(EntityText.Write("p", "r", """{"text":"Grüße, 東京"}""", 3, "c1")));

    [Fact]
    public void Nothing_in_a_body_breaks_the_line_that_an_entity_is()
    {
        var text = System.Text.Encoding.UTF8.GetString(EntityText.Write("p", "r", "a\r\nb\u0085\u2028\u2029c\0", 1, "c"));
        Assert.DoesNotContain(text, c => char.IsControl(c) || c is '\u2028' or '\u2029');
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32 * 1024)]
    [InlineData((32 * 1024) + 1)]
    [InlineData(500_000)]
    public void A_body_of_any_length_comes_back_whole_and_no_property_is_too_long(int length)
    {
        var body = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));
        var entity = Entity(body);
        Assert.Equal(body, Read(entity).Body);
        Assert.All(entity.Where(property => property.Key.StartsWith("Body", StringComparison.Ordinal)), property => Assert.True(property.Value!.GetValue<string>().Length <= 32 * 1024));
    }

    [Fact]
    public void A_surrogate_pair_is_never_cut_in_two()
    {
        var body = "x" + string.Concat(Enumerable.Repeat("😀", 40_000));
        var entity = Entity(body);
        Assert.Equal(body, Read(entity).Body);
        Assert.DoesNotContain(entity, property => property.Key.StartsWith("Body", StringComparison.Ordinal) && char.IsLowSurrogate(property.Value!.GetValue<string>()[0]));
    }

    [Fact]
    public void A_row_above_one_mebibyte_is_refused_with_its_key_and_size()
    {
        var error = Assert.Throws<ArgumentException>(() => EntityText.Write("p", "the-row", new string('x', 16 * 32 * 1024), 1, "c"));
        Assert.Contains("'the-row'", error.Message);
        Assert.Contains("524288 characters", error.Message);
        Assert.Contains($"{1024 * 1024}", error.Message);
    }

    [Theory]
    [InlineData("Schema")]
    [InlineData("Body")]
    [InlineData("odata.etag")]
    public void An_entity_that_is_none_of_ours_is_refused(string missing)
    {
        var entity = Entity("1");
        entity.Remove(missing);
        Assert.Contains(missing, Assert.Throws<InvalidDataException>(() => Read(entity)).Message);
    }

    private static JsonObject Entity(string body)
    {
        var entity = JsonNode.Parse(EntityText.Write("p", "r", body, 1, "c"))!.AsObject();
        entity["odata.etag"] = "W/\"datetime'x'\"";
        return entity;
    }

    private static Record Read(JsonObject entity) => EntityText.Read("p", JsonSerializer.SerializeToElement(entity));
}
