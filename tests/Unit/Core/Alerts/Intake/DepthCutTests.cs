using System.Text;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Unit.Core.Alerts.Intake;

public sealed class DepthCutTests
{
    [Fact]
    public void A_shallow_body_is_left_as_it_is()
    {
        var body = Encoding.UTF8.GetBytes($"{new string('[', DepthCut.KeptDepth)}{new string(']', DepthCut.KeptDepth)}");

        Assert.Equal(body, DepthCut.Apply(body).ToArray());
    }

    [Fact]
    public void A_megabyte_of_brackets_is_refused_at_once_and_its_depth_named()
    {
        var half = IntakeReader.MaxBytes / 2;
        var started = TimeProvider.System.GetTimestamp();
        var reading = IntakeReader.Parse(Encoding.UTF8.GetBytes(new string('[', half - 20) + new string(']', half - 20)));

        Assert.Null(reading.Problem); // an array: each element is judged alone
        Assert.Contains("deeper than 64", JsonFlaws.Find(reading.Body)!.Message, StringComparison.Ordinal);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Neighbours_of_a_deep_element_keep_every_byte_and_two_deep_ones_stay_different()
    {
        string Deep(char inner) => $"{{\"a\":{new string('[', 500)}\"{inner}\"{new string(']', 500)}}}";
        var reading = IntakeReader.Parse(Encoding.UTF8.GetBytes($"[ {{\"b\" : 1}} ,{Deep('x')}, {Deep('y')},\"é\"]"));

        var elements = reading.Body.EnumerateArray().ToArray();
        Assert.Equal(4, elements.Length);
        Assert.Equal("{\"b\" : 1}", elements[0].GetRawText());
        Assert.Equal("é", elements[3].GetString());
        Assert.NotEqual(elements[1].GetRawText(), elements[2].GetRawText());
        Assert.All(elements[1..3], e => Assert.NotNull(JsonFlaws.Find(e)));
    }

    [Theory]
    [InlineData("[[[")]
    [InlineData("{\"a\":[}")]
    public void What_is_not_JSON_is_still_refused(string body)
    {
        Assert.Equal(400, IntakeReader.Parse(Encoding.UTF8.GetBytes(body)).Problem?.Status);
    }
}
